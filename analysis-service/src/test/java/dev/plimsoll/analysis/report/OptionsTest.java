package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.BASE;
import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.counts;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.FixWaits;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.SampleDocuments;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final String OWN_DIGEST = "sha256:" + "b".repeat(64);

    private final ImageDocument image = SampleDocuments.image(assessed(web("1.4.2"), 1).build());

    @Test
    void eachOptionSaysWhatItRemovesAndWhatRemains() {
        var rebuilt = here("CVE-1", "openssl").build();
        var tool =
                here("CVE-2", "gcc-12")
                        .setLayer(LayerOrigin.OWN)
                        .setClearedBy(List.of("multi-stage", "rebuild"))
                        .build();
        var unneeded =
                here("CVE-3", "wget")
                        .setLayer(LayerOrigin.OWN)
                        .setClearedBy(List.of("drop-packages"))
                        .build();
        var stays =
                here("CVE-4", "glibc")
                        .setFixState(FixState.NOT_FIXED)
                        .setClearedBy(List.of())
                        .build();

        var page = page(Bases.UNKNOWN, null, rebuilt, tool, unneeded, stays);

        assertThat(page.options())
                .filteredOn(Option::known)
                .extracting(
                        Option::id,
                        option -> option.removes().total(),
                        option -> option.leaves().total(),
                        Option::percent)
                .containsExactly(
                        tuple("rebuild", 2, 2, 50),
                        tuple("multi-stage", 1, 3, 25),
                        tuple("drop-packages", 1, 3, 25),
                        tuple("wait", 1, 3, 25),
                        tuple("accept", 0, 4, 0),
                        tuple("all", 3, 1, 75));
        assertThat(option(page, "all").remainingIds()).containsExactly(stays.getId());
        assertThat(option(page, "multi-stage").sizeWords()).isEqualTo("180 MB less, installed");
        assertThat(option(page, "multi-stage").packages()).containsExactly("binutils", "gcc-12");
    }

    @Test
    void withoutTheAnalysisOfDependenciesRolesAndFixesTellAndTheRestIsNotKnown() {
        var old =
                SampleDocuments.image(
                        assessed(web("1.4.2"), 1)
                                .setPlans(List.of())
                                .setPredictions(List.of())
                                .build());
        var findings =
                findings(
                        web("1.4.2"),
                        here("CVE-1", "openssl").setClearedBy(List.of()).build(),
                        here("CVE-2", "gcc-12")
                                .setClearedBy(List.of())
                                .setRole(Role.BUILD_TOOL)
                                .setFixState(FixState.NOT_FIXED)
                                .build());

        var page =
                page(
                        old,
                        findings.stream().map(SampleDocuments::ofTheFirstRelease).toList(),
                        Bases.UNKNOWN,
                        null,
                        null);

        assertThat(option(page, "rebuild").removes().total()).isEqualTo(1);
        assertThat(option(page, "multi-stage").removes().total()).isEqualTo(1);
        assertThat(option(page, "multi-stage").explanation()).isEqualTo("In gcc-12.");
        assertThat(option(page, "drop-packages").removes()).isNull();
        assertThat(option(page, "all").explanation())
                .contains("without what is not known (Drop packages that nothing needs)");
    }

    @Test
    void aBaseThatNobodyScannedIsNotKnown() {
        var page = page(Bases.UNKNOWN, null, here("CVE-1", "openssl").build());

        assertThat(page.options())
                .filteredOn(option -> !option.known())
                .extracting(Option::id, Option::explanation)
                .containsExactly(
                        notScanned("newer-base"),
                        notScanned("slim"),
                        notScanned("other-release"),
                        notScanned("distroless"),
                        notScanned("alpine"));
    }

    @Test
    void withoutAComparableImageAnotherBaseIsNotKnown() {
        var bases = Bases.of(image, List.of());

        var page = page(bases, null, here("CVE-1", "openssl").build());

        assertThat(option(page, "alpine").removes()).isNull();
        assertThat(option(page, "alpine").explanation())
                .isEqualTo("Not known: no comparable image was scanned.");
        assertThat(option(page, "alpine").caveats().getFirst()).contains("musl");
    }

    @Test
    void anotherBaseTakesWhatIsInheritedAndBringsItsOwn() {
        var newer = base("3.13", "e", "Debian:12").setOpen(counts(0, 2, 0, 0)).build();
        var gone = here("CVE-1", "openssl").build();
        var stillThere = here("CVE-2", "glibc").build();
        var onTop = here("CVE-3", "curl").setLayer(LayerOrigin.OWN).build();
        var library =
                here("CVE-4", "jinja2")
                        .setLayer(LayerOrigin.OWN)
                        .setPaths(List.of("app/lib/jinja2"))
                        .build();
        var bases =
                carrying(
                        newer,
                        openssl(newer.getImage(), "CVE-2", "glibc").build(),
                        openssl(newer.getImage(), "CVE-9", "zlib").build(),
                        openssl(newer.getImage(), "CVE-10", "tar")
                                .setDecision(Decision.NEGLIGIBLE)
                                .build());

        var page = page(bases, null, gone, stillThere, onTop, library);

        var option = option(page, "newer-base");
        assertThat(option.removes().total()).isEqualTo(1);
        assertThat(option.brings().total()).isEqualTo(1);
        assertThat(option.leaves().total()).isEqualTo(4);
        assertThat(option.explanation())
                .isEqualTo(
                        "2 come from the base registry.example.com/base/python:3.13;"
                                + " registry.example.com/base/python:3.13 carries 2, as scanned on"
                                + " 2026-11-03. 1 are in the application's libraries and stay on any"
                                + " base. 1 come from packages installed on top, from the same"
                                + " archive, and stay.");
        assertThat(option.compared().name()).isEqualTo("registry.example.com/base/python:3.13");
        assertThat(option.compared().scannedAt()).isEqualTo(Instant.parse("2026-11-03T08:29:58Z"));
        var after = page(bases, "newer-base", gone, stillThere, onTop, library);
        assertThat(after.remaining())
                .extracting(KnownIssues.Remaining::vulnerability, KnownIssues.Remaining::image)
                .containsExactly(
                        tuple("CVE-2", "registry.example.com/team/web:1.4.2"),
                        tuple("CVE-3", "registry.example.com/team/web:1.4.2"),
                        tuple("CVE-4", "registry.example.com/team/web:1.4.2"),
                        tuple("CVE-9", "registry.example.com/base/python:3.13"));
    }

    @Test
    void onAnotherSystemItIsNotKnownWhatPackagesOnTopWouldCarry() {
        var alpine = base("3.13-alpine", "e", "Alpine:v3.22").setSize(20_000_000).build();

        var page =
                page(
                        bases(alpine),
                        null,
                        here("CVE-1", "openssl").build(),
                        here("CVE-3", "curl").setLayer(LayerOrigin.OWN).build());

        var option = option(page, "alpine");
        assertThat(option.removes().total()).isEqualTo(1);
        assertThat(option.leaves().total()).isEqualTo(1);
        assertThat(option.explanation())
                .contains(
                        "1 come from packages installed on top: what these carry there is not"
                                + " known, so they are counted as staying.");
        assertThat(option.caveats()).anySatisfy(caveat -> assertThat(caveat).contains("slower"));
    }

    @Test
    void theImageOfEachKindThatCarriesLeastIsShown() {
        var many = base("3.13-slim", "e", "Debian:12").setOpen(counts(0, 9, 0, 0)).build();
        var few = base("3.12-slim", "f", "Debian:12").setOpen(counts(0, 1, 0, 0)).build();

        var page = page(bases(many, few), null, here("CVE-1", "openssl").build());

        assertThat(option(page, "slim").compared().name())
                .isEqualTo("registry.example.com/base/python:3.12-slim");
        assertThat(option(page, "slim").compared().others()).isEqualTo(1);
    }

    @Test
    void theBaseItIsBuiltOnIsNoOtherBase() {
        var same = base("3.13", "b", "Debian:12").build();

        var page = page(bases(same), null, here("CVE-1", "openssl").build());

        assertThat(option(page, "newer-base").removes().total()).isZero();
        assertThat(option(page, "newer-base").explanation())
                .startsWith("It is built on the newest");
    }

    @Test
    void variantsAreToldApartByNameSystemAndAge() {
        var used = SampleDocuments.image(base("3.13", "b", "Debian:12").build());

        assertThat(
                        List.of(
                                variant("base/python", "3.13", "e", "Debian:12", used),
                                variant("base/python", "3.14", "e", "Debian:12", used),
                                variant("base/python", "3.13-slim", "e", "Debian:12", used),
                                variant("base/python", "3.13-trixie", "e", "Debian:13", used),
                                variant("distroless/python3", "latest", "e", "Debian:12", used),
                                variant("base/python", "3.13-alpine", "e", "Alpine:v3.22", used),
                                variant("base/python", "ubi", "e", "Red Hat:9", used)))
                .containsExactly(Variant.values());
    }

    @Test
    void waitingIsMeasuredFromThePublicationAndComparedWithWaitsThatEnded() {
        var waiting =
                page(
                                Bases.UNKNOWN,
                                null,
                                here("CVE-1", "glibc")
                                        .setFixState(FixState.NOT_FIXED)
                                        .setFixStateSince(Instant.parse("2026-09-04T00:00:00Z"))
                                        .build(),
                                here("CVE-2", "glibc")
                                        .setFixState(FixState.NOT_RELEASED)
                                        .setFixStateSince(Instant.parse("2026-10-24T00:00:00Z"))
                                        .build())
                        .waiting();

        assertThat(waiting.words())
                .isEqualTo(
                        "2 have no fix to install yet: the oldest since 2026-09-04 (60 days), half"
                                + " of them for 10 days or more. Fixes of Debian:12 took 23 days in"
                                + " the median, from 41 vulnerabilities that were waited for here.");
        assertThat(
                        Waiting.of(
                                        findings(
                                                web("1.4.2"),
                                                here("CVE-1", "glibc")
                                                        .setFixState(FixState.NOT_FIXED)
                                                        .build()),
                                        new FixWaits.Waits("Debian:12", 3, null),
                                        NOW)
                                .words())
                .endsWith(
                        "How long fixes of Debian:12 usually take is not known: 3 were waited for"
                                + " here until there was one, and it takes 10 to tell.");
    }

    @Test
    void onlyAnOptionOfThePageCanBeAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(Bases.UNKNOWN, "magic", here("CVE-1", "openssl").build()))
                .withMessageContaining("'magic'");
    }

    @Test
    void anUnknownEffectIsShownAsUnknownAndNotAsNothing() {
        var page = page(Bases.UNKNOWN, "alpine", here("CVE-1", "openssl").build());

        assertThat(new Pages().knownIssues(page)).contains("not known either");
        assertThat(KnownIssuesMarkdown.of(page)).contains("the base is not among the images");
    }

    @Test
    void sizesAreReadable() {
        assertThat(List.of(Size.words(400_000), Size.words(172_400_000), Size.words(1_340_000_000)))
                .containsExactly("0.4 MB", "172 MB", "1.3 GB");
    }

    private static Finding.Builder here(String vulnerability, String component) {
        return openssl(web("1.4.2"), vulnerability, component);
    }

    private static ImageAssessed.Builder base(String tag, String digest, String ecosystem) {
        return base("base/python", tag, digest, ecosystem);
    }

    private static ImageAssessed.Builder base(
            String repository, String tag, String digest, String ecosystem) {
        var name =
                ImageRef.newBuilder(web(tag))
                        .setRepository(repository)
                        .setDigest("sha256:" + digest.repeat(64))
                        .build();
        return assessed(name, 1)
                .setBaseImage(null)
                .setEcosystem(ecosystem)
                .setOpen(counts(0, 0, 0, 0))
                .setAccepted(counts(0, 0, 0, 0))
                .setCreated(
                        ("sha256:" + digest.repeat(64)).equals(OWN_DIGEST)
                                ? Instant.parse("2026-10-01T00:00:00Z")
                                : Instant.parse("2026-11-01T00:00:00Z"));
    }

    private Variant variant(
            String repository, String tag, String digest, String ecosystem, ImageDocument used) {
        return Variant.of(
                SampleDocuments.image(base(repository, tag, digest, ecosystem).build()),
                BaseName.parse(BASE),
                "Debian:12",
                used.plimsoll().image());
    }

    private Bases bases(ImageAssessed... candidates) {
        return Bases.of(image, Arrays.stream(candidates).map(SampleDocuments::image).toList())
                .with(Map.of());
    }

    private Bases carrying(ImageAssessed candidate, Finding... findings) {
        var document = SampleDocuments.image(candidate);
        return Bases.of(image, List.of(document))
                .with(
                        Map.of(
                                document.plimsoll().image().key(),
                                findings(candidate.getImage(), findings)));
    }

    private static List<FindingDocument> findings(ImageRef name, Finding... findings) {
        return SampleDocuments.findings(
                changes(
                        name,
                        1,
                        Arrays.stream(findings)
                                .map(finding -> change(ChangeKind.CARRIED, finding))
                                .toList()));
    }

    private KnownIssues page(Bases bases, String option, Finding... findings) {
        return page(
                image,
                findings(web("1.4.2"), findings),
                bases,
                new FixWaits.Waits("Debian:12", 41, 23L),
                option);
    }

    private static KnownIssues page(
            ImageDocument image,
            List<FindingDocument> findings,
            Bases bases,
            FixWaits.Waits waits,
            String option) {
        return KnownIssues.of(
                image,
                new KnownIssues.Sources(findings, List.of(image), List.of(), bases, waits),
                option,
                NOW);
    }

    private static Option option(KnownIssues page, String id) {
        return page.options().stream()
                .filter(option -> option.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Tuple notScanned(String id) {
        return tuple(id, "Not known: the base is not among the images that were scanned.");
    }
}
