package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.component;
import static dev.plimsoll.analysis.track.Samples.digest;
import static dev.plimsoll.analysis.track.Samples.failure;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.gap;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.Triage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a finding while the images of its line come and go. */
class LineTest {

    private static final Instant PUBLISHED = Instant.parse("2025-11-03T00:00:00Z");

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis = new Analysis(folder.resolve("first"));
        analysis.feed(feed(false));
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    // Decisions

    @Test
    void aDecisionSurvivesARebuildARetagAndAVersionBumpThatDoesNotFix() {
        analysis.advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                .rule(accepting("r", "CVE-2026-0001", START.plus(Duration.ofDays(9))));
        analysis.scan(scan("web", "1.0.0", 1, inventory("openssl=3.0.1")));
        var accepted = analysis.news();

        analysis.scan(scan("web", "1.0.0", 2, inventory("openssl=3.0.1")));
        var rebuilt = analysis.news();
        analysis.scan(scan("web", "1.0.1", 3, inventory("openssl=3.0.1")));
        var tagged = analysis.news();
        analysis.scan(scan("web", "1.1.0", 4, inventory("openssl=3.0.9")));
        var bumped = analysis.news();

        assertThat(accepted).containsExactly("ACCEPTED CVE-2026-0001 1.0.0 PRESENT/ACCEPTED");
        assertThat(rebuilt).containsExactly("CARRIED CVE-2026-0001 1.0.0 PRESENT/ACCEPTED");
        assertThat(tagged).containsExactly("CARRIED CVE-2026-0001 1.0.1 PRESENT/ACCEPTED");
        assertThat(bumped).containsExactly("CARRIED CVE-2026-0001 1.1.0 PRESENT/ACCEPTED");
        assertThat(document("1.1.0").getFirstSeen()).isEqualTo(START);
        assertThat(document("1.1.0").getRule()).isEqualTo("r");
    }

    // Fix states

    @Test
    void whatAwaitsUpstreamDoesSoSinceItWasPublished() {
        analysis.advisory(published(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null)));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        assertThat(document("main").getFixState()).isEqualTo(FixState.NOT_FIXED);
        assertThat(document("main").getFixStateSince()).isEqualTo(PUBLISHED);
    }

    @Test
    void whereNobodySaysWhenItWasPublishedItAwaitsUpstreamSinceItWasSeen() {
        analysis.advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.pass(Duration.ofDays(3));
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));

        assertThat(document("main").getFixStateSince()).isEqualTo(START);
    }

    @Test
    void theWaitingTimeIsKeptAcrossRebuildsAndEndsWithTheState() {
        analysis.advisory(published(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null)));
        analysis.scan(scan("web", "1.0.0", 1, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "1.0.1", 2, inventory("openssl=3.0.2")));
        var waiting = document("1.0.1");
        analysis.pass(Duration.ofDays(5));

        analysis.advisory(published(advisory("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.9")))
                .settle();
        var fixed = document("1.0.1");
        analysis.pass(Duration.ofDays(5));
        analysis.scan(scan("web", "1.0.2", 3, inventory("openssl=3.0.3")));

        assertThat(waiting.getFixStateSince()).isEqualTo(PUBLISHED);
        assertThat(fixed.getFixState()).isEqualTo(FixState.FIXED);
        assertThat(fixed.getFixStateSince())
                .isBetween(START.plus(Duration.ofDays(5)), START.plus(Duration.ofDays(6)));
        assertThat(document("1.0.2").getFixStateSince()).isEqualTo(fixed.getFixStateSince());
        assertThat(document("1.0.0").getFixStateSince()).isEqualTo(fixed.getFixStateSince());
    }

    @Test
    void d23AFixThatIsAnnouncedAndNotInTheArchiveIsAStateOfItsOwn() {
        var announced = advisory("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.9");
        analysis.advisory(archive(announced, "3.0.8"));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        var waiting = document("main");
        analysis.pass(Duration.ofDays(2));

        analysis.advisory(archive(announced, "3.0.9")).settle();

        assertThat(waiting.getFixState()).isEqualTo(FixState.NOT_RELEASED);
        assertThat(waiting.getFixStateSince()).isEqualTo(START);
        assertThat(waiting.getClearedBy()).isEmpty();
        assertThat(waiting.getEvidence())
                .contains("D23: the archive has 3.0.8, the fix 3.0.9 is not released yet");
        assertThat(document("main").getFixState()).isEqualTo(FixState.FIXED);
        assertThat(document("main").getFixStateSince()).isAfter(START.plus(Duration.ofDays(2)));
        assertThat(document("main").getClearedBy()).containsExactly("rebuild");
    }

    @Test
    void whatIsDeferredHasItsOwnSinceDate() {
        var postponed = published(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null));
        analysis.advisory(postponed);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.pass(Duration.ofDays(1));

        analysis.advisory(
                        AdvisoryChanged.newBuilder(postponed)
                                .setAffected(
                                        List.of(
                                                Affected.newBuilder(
                                                                postponed.getAffected().getFirst())
                                                        .setTriage(Triage.POSTPONED)
                                                        .build()))
                                .build())
                .settle();

        assertThat(document("main").getFixState()).isEqualTo(FixState.DEFERRED);
        assertThat(document("main").getFixStateSince()).isAfter(START);
    }

    // Base images

    @Test
    void whatAnotherBaseImageBringsIsInheritedAndNamesBoth() {
        advisories("openssl", "curl", "zlib");
        base(1, "sha256:b1", "openssl=3.0.1");
        base(2, "sha256:b2", "openssl=3.0.2", "curl=8.0.1");
        analysis.scan(scan("web", "1.0", 3, onBase("sha256:b1", "openssl=3.0.1")));
        analysis.newFindings();

        analysis.scan(
                scan(
                        "web",
                        "1.1",
                        4,
                        onBase("sha256:b2", "openssl=3.0.2", "curl=8.0.1", "own:zlib=1.2")));

        var changes = changes();
        assertThat(changes)
                .extracting(FindingChange::getKind, change -> change.getFinding().getPackage$())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(ChangeKind.INHERITED, "curl"),
                        org.assertj.core.groups.Tuple.tuple(ChangeKind.OPENED, "zlib"),
                        org.assertj.core.groups.Tuple.tuple(ChangeKind.CARRIED, "openssl"));
        assertThat(changes)
                .filteredOn(change -> change.getKind() == ChangeKind.INHERITED)
                .extracting(FindingChange::getDetail)
                .containsExactly(
                        "inherited from base %s/base/debian:2@%s (was %s/base/debian:1@%s)"
                                .formatted(
                                        Samples.REGISTRY,
                                        digest("base/debian", "2", 2),
                                        Samples.REGISTRY,
                                        digest("base/debian", "1", 1)));
        assertThat(analysis.lastHead().getOpened()).isEqualTo(2);
    }

    @Test
    void onTheSameBaseWhatIsNewIsOpened() {
        advisories("openssl");
        base(1, "sha256:b1", "openssl=3.0.1", "curl=8.0.1");
        analysis.scan(scan("web", "1.0", 3, onBase("sha256:b1", "openssl=3.0.1", "curl=8.0.1")));
        analysis.scan(scan("web", "1.1", 4, onBase("sha256:b1", "openssl=3.0.1", "curl=8.0.1")));
        analysis.newFindings();

        advisories("curl");
        analysis.settle();

        assertThat(changes())
                .filteredOn(change -> change.getFinding().getImage().getTag().equals("1.1"))
                .extracting(FindingChange::getKind)
                .containsExactly(ChangeKind.OPENED);
    }

    @Test
    void aFailedScanBetweenTwoBasesForgetsNeither() {
        advisories("openssl", "curl");
        base(1, "sha256:b1", "openssl=3.0.1");
        base(2, "sha256:b2", "openssl=3.0.2", "curl=8.0.1");
        analysis.scan(scan("web", "main", 3, onBase("sha256:b1", "openssl=3.0.1")));
        analysis.scan(scan("web", "main", 4, failure("REGISTRY_AWAY")));
        analysis.newFindings();

        analysis.scan(scan("web", "main", 5, onBase("sha256:b2", "openssl=3.0.2", "curl=8.0.1")));

        assertThat(changes())
                .extracting(FindingChange::getKind)
                .containsExactlyInAnyOrder(ChangeKind.INHERITED, ChangeKind.CARRIED);
    }

    // Exploitation

    @Test
    void theEvidenceTellsOfTheExploitation() {
        analysis.feed(feed(true));
        advisories("openssl");
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        var before = document("main").getEvidence();

        analysis.exploitation(
                        ExploitationChanged.newBuilder()
                                .setVulnerability(cve("openssl"))
                                .setKev(true)
                                .setKevDueDate("2026-04-01")
                                .setEpss(0.6)
                                .build())
                .settle();

        assertThat(before)
                .endsWith(
                        "exploitation: not known to be exploited (KEV);"
                                + " no probability is published (EPSS)");
        assertThat(document("main").getEvidence())
                .endsWith(
                        "exploitation: known to be exploited (KEV), to be mended by 2026-04-01;"
                                + " probability within 30 days 50 % or more (EPSS)")
                .hasSameSizeAs(before);
    }

    @Test
    void aProbabilityThatBecomesLargeIsToldAgainAndASmallMoveIsNot() {
        advisories("openssl");
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        epss(0.02);
        analysis.newFindings();

        epss(0.001);
        var small = analysis.newFindings();
        epss(0.2);

        assertThat(small).isEmpty();
        assertThat(changes())
                .extracting(FindingChange::getKind)
                .containsExactly(ChangeKind.CARRIED);
        assertThat(document("main").getEvidence())
                .anyMatch(sentence -> sentence.endsWith("30 days 10 to 50 % (EPSS)"));
    }

    // Patterns

    @Test
    void anImageKeepsItsLineUntilItIsScannedAgainWhateverIsConfiguredNow() {
        advisories("openssl");
        analysis.scan(scan("web", "1.2.0", 1, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "1.3.0", 2, inventory("openssl=3.0.1")));
        try (var configured = configuredByMinor()) {
            configured.feed(feed(false));
            configured.advisory(advisory("CVE-2026-0009", Severity.HIGH, "openssl", null)).settle();
            var looked = configured.news();
            configured.scan(scan("web", "1.3.0", 3, inventory("openssl=3.0.1")));

            assertThat(looked)
                    .contains("OPENED CVE-2026-0009 1.3.0 PRESENT/OPEN")
                    .contains("CARRIED CVE-2026-0009 1.2.0 PRESENT/OPEN");
            var moved = configured.newFindings();
            assertThat(moved.getFirst().getBaseline()).isTrue();
            assertThat(moved.getFirst().getImage().getLine()).isEqualTo("1.3.x");
            assertThat(moved.getFirst().getChanges())
                    .extracting(change -> change.getFinding().getFirstSeen())
                    .contains(START);
        }
    }

    @Test
    void theLineThatAnImageLeavesFallsBackToWhatIsLeft() {
        advisories("openssl", "curl");
        analysis.scan(scan("web", "1.2.0", 1, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "1.3.0", 2, inventory("openssl=3.0.1", "curl=8.0.1")));
        try (var configured = configuredByMinor()) {
            configured.scan(scan("web", "1.3.0", 3, inventory("openssl=3.0.1", "curl=8.0.1")));
            configured.settle();

            assertThat(configured.newImages())
                    .filteredOn(image -> image.getHead())
                    .extracting(
                            image -> image.getImage().getTag() + " " + image.getImage().getLine())
                    .contains("1.3.0 1.3.x", "1.2.0 1.x");
            assertThat(configured.news())
                    .contains("CLOSED CVE-2026-1002 1.2.0 GONE/OPEN")
                    .noneMatch(line -> line.startsWith("CLOSED CVE-2026-1001"));
        }
    }

    private Analysis configuredByMinor() {
        var lines =
                Lines.of(
                        List.of(new TrackProperties.Line("**/web", "semver", "{major}.{minor}.x")));
        var configured =
                new Analysis(folder.resolve("configured"), START, Duration.ofDays(365), lines);
        configured.feed(feed(false));
        for (var name : List.of("openssl", "curl")) {
            configured.advisory(advisory(cve(name), Severity.HIGH, name, null));
        }
        configured.restore(analysis.state(), analysis.inventories());
        configured.settle();
        configured.newFindings();
        configured.newImages();
        return configured;
    }

    // Scans that tell only a part

    @Test
    void aPartialScanOpensWhatItFindsAndClosesNothing() {
        advisories("openssl", "curl");
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.scan(
                scan(
                        "web",
                        "main",
                        2,
                        inventory(
                                List.of("sha256:layer-of-nobody"),
                                List.of(gap("CORRUPT_STANZA")),
                                "curl=8.0.1")));

        assertThat(analysis.news())
                .contains("OPENED CVE-2026-1002 main PRESENT/OPEN")
                .noneMatch(line -> line.startsWith("CLOSED") || line.contains("GONE"));
        assertThat(analysis.lastImage().getOpen().getHigh()).isEqualTo(2);
    }

    // Words for the tests

    private static String cve(String source) {
        return "CVE-2026-100" + (1 + List.of("openssl", "curl", "zlib").indexOf(source));
    }

    private void epss(double probability) {
        analysis.exploitation(
                        ExploitationChanged.newBuilder()
                                .setVulnerability(cve("openssl"))
                                .setEpss(probability)
                                .build())
                .settle();
    }

    private void advisories(String... sources) {
        for (var source : sources) {
            analysis.advisory(advisory(cve(source), Severity.HIGH, source, null));
        }
    }

    private void base(int number, String layer, String... components) {
        analysis.scan(
                scan(
                        "base/debian",
                        String.valueOf(number),
                        number,
                        inventory(List.of(layer), List.of(), components)));
    }

    /** Two layers; what begins with {@code own:} lies in the upper one. */
    private static Inventory onBase(String layer, String... components) {
        var layered =
                Arrays.stream(components)
                        .map(
                                name ->
                                        Component.newBuilder(
                                                        component(name.replaceFirst("^own:", "")))
                                                .setLayer(name.startsWith("own:") ? 1 : 0)
                                                .build())
                        .toList();
        return Inventory.newBuilder(inventory(List.of(layer, "sha256:own"), List.of()))
                .setComponents(layered)
                .build();
    }

    private List<FindingChange> changes() {
        return analysis.newFindings().stream()
                .flatMap(event -> event.getChanges().stream())
                .toList();
    }

    private Finding document(String tag) {
        return analysis.presentDocuments().values().stream()
                .filter(finding -> finding.getImage().getTag().equals(tag))
                .filter(finding -> finding.getDecision() != Decision.NOT_AFFECTED)
                .findFirst()
                .orElseThrow();
    }

    private static AdvisoryChanged published(AdvisoryChanged advisory) {
        return AdvisoryChanged.newBuilder(advisory).setPublished(PUBLISHED).build();
    }

    private static AdvisoryChanged archive(AdvisoryChanged advisory, String version) {
        return AdvisoryChanged.newBuilder(advisory)
                .setAffected(
                        List.of(
                                Affected.newBuilder(advisory.getAffected().getFirst())
                                        .setArchiveVersion(version)
                                        .build()))
                .build();
    }
}
