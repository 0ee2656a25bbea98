package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.digest;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.gap;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.plimsoll.analysis.classify.Packages;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.RemovalPlan;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the options would take out of an image of a line, and whether its next image bears it out.
 */
class AdviceInTheFoldTest {

    private static final Set<String> KEPT_WITHOUT_TOOLS =
            Set.of(
                    "libc6",
                    "libgcc-s1",
                    "gcc-14-base",
                    "bash",
                    "perl-base",
                    "tar",
                    "curl",
                    "libcurl4t64",
                    "wget",
                    "libpcre2-8-0",
                    "libssl3t64",
                    "libgl1",
                    "libx11-6",
                    "libglib2.0-0t64");

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis = new Analysis(folder.resolve("first"));
        advise(analysis);
    }

    private static void advise(Analysis analysis) {
        analysis.feed(feed(false))
                .advisory(advisory("CVE-2026-0001", Severity.HIGH, "binutils", null))
                .advisory(advisory("CVE-2026-0002", Severity.LOW, "perl", "2"))
                .advisory(advisory("CVE-2026-0003", Severity.MEDIUM, "wget", null))
                .advisory(advisory("CVE-2026-0004", Severity.MEDIUM, "libc6", "2"));
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    @Test
    void everyFindingTellsWhatWouldTakeItOutAndTheImageWhatWouldGo() {
        analysis.scan(scan("web", "1.0.0", 1, everything()));

        assertThat(clearedBy())
                .containsOnly(
                        entry("binutils", List.of("multi-stage")),
                        entry("perl", List.of("rebuild", "multi-stage")),
                        entry("wget", List.of("drop-packages")),
                        entry("libc6", List.of("rebuild")));
        var image = analysis.lastImage();
        assertThat(image.getPlans())
                .extracting(RemovalPlan::getOption)
                .containsExactly("multi-stage", "drop-packages");
        assertThat(image.getPlans().getFirst().getPackages())
                .contains("gcc-14", "perl")
                .hasSize(16);
        assertThat(image.getSize()).isEqualTo(2000);
        assertThat(image.getPredictions()).isEmpty();
    }

    @Test
    void whatWasSaidIsHeldAgainstTheNextImageOfTheLine() {
        analysis.scan(scan("web", "1.0.0", 1, everything()));

        analysis.scan(scan("web", "1.0.1", 2, withoutTools()));

        assertThat(analysis.lastHead().getPredictions()).containsExactly(asSaid());
    }

    @Test
    void itIsSoWhenTheTagStaysTheSame() {
        analysis.scan(scan("web", "main", 1, everything()));

        analysis.scan(scan("web", "main", 2, withoutTools()));

        assertThat(analysis.lastHead().getPredictions())
                .containsExactly(
                        PredictionCheck.newBuilder(asSaid())
                                .setPredictedFor(digest("web", "main", 1))
                                .build());
    }

    @Test
    void whatCameOfItStaysUntilTheNextImageComes() {
        analysis.scan(scan("web", "1.0.0", 1, everything()));
        analysis.scan(scan("web", "1.0.1", 2, withoutTools()));

        analysis.advisory(advisory("CVE-2026-0005", Severity.HIGH, "curl", null)).settle();
        var ofSomePackages = analysis.lastHead();
        analysis.rule(accepting("r", "CVE-2026-0003", START.plusSeconds(99_999))).settle();
        var ofEverything = analysis.lastHead();
        analysis.scan(scan("web", "1.0.1", 3, digest("web", "1.0.1", 2), withoutTools()));
        analysis.advisory(advisory("CVE-2026-0006", Severity.HIGH, "curl", null)).settle();
        var scannedAgain = analysis.lastHead();
        analysis.scan(scan("web", "1.0.2", 4, withoutTools()));
        var next = analysis.lastHead();

        assertThat(ofSomePackages.getOpen().getHigh()).isEqualTo(1);
        assertThat(ofSomePackages.getPredictions()).containsExactly(asSaid());
        assertThat(ofEverything.getPredictions()).containsExactly(asSaid());
        assertThat(scannedAgain.getPredictions()).containsExactly(asSaid());
        assertThat(next.getImage().getTag()).isEqualTo("1.0.2");
        assertThat(next.getPredictions()).isEmpty();
    }

    @Test
    void aPartialScanTellsNothingOfPredictions() {
        analysis.scan(scan("web", "main", 1, everything()));

        analysis.scan(
                scan(
                        "web",
                        "main",
                        2,
                        Inventory.newBuilder(withoutTools())
                                .setGaps(List.of(gap("CORRUPT_STANZA")))
                                .build()));

        assertThat(analysis.lastHead().getPredictions()).isEmpty();
    }

    @Test
    void anImageThatIsNotTheHeadIsHeldAgainstNothing() {
        analysis.scan(scan("web", "1.0.1", 2, everything()));

        analysis.scan(scan("web", "1.0.0", 1, withoutTools()));

        assertThat(analysis.newImages())
                .allSatisfy(image -> assertThat(image.getPredictions()).isEmpty());
    }

    /** A rule that speaks of nothing makes the other one look at everything. */
    @Test
    void aLookAtSomePackagesComesToTheSameAdvice() {
        try (var everything = new Analysis(folder.resolve("everything"))) {
            advise(everything);
            for (var each : List.of(analysis, everything)) {
                each.scan(scan("web", "1.0.0", 1, everything()));
                each.scan(scan("web", "1.0.1", 2, withoutTools()));
                each.settle();
                each.newFindings();
                each.newImages();
            }
            var more = advisory("CVE-2026-0005", Severity.HIGH, "curl", "2");

            analysis.advisory(more).settle();
            everything.advisory(more).rule(accepting("nothing", "CVE-0000-0", START)).settle();

            assertThat(analysis.newFindings().toString())
                    .contains("drop-packages")
                    .isEqualTo(everything.newFindings().toString());
            assertThat(analysis.newImages().toString())
                    .contains("multi-stage")
                    .isEqualTo(everything.newImages().toString());
        }
    }

    private static PredictionCheck asSaid() {
        var both = SeverityCounts.newBuilder().setHigh(1).setLow(1).build();
        return new PredictionCheck(
                "multi-stage", digest("web", "1.0.0", 1), both, both, 0, List.of());
    }

    private Map<String, List<String>> clearedBy() {
        var clearedBy = new HashMap<String, List<String>>();
        for (Finding finding : analysis.presentDocuments().values()) {
            clearedBy.put(finding.getPackage$(), finding.getClearedBy());
        }
        return clearedBy;
    }

    private static Inventory everything() {
        return of(_ -> true);
    }

    private static Inventory withoutTools() {
        return of(component -> KEPT_WITHOUT_TOOLS.contains(component.getName()));
    }

    private static Inventory of(Predicate<Component> condition) {
        var inventory = Samples.inventory(List.of("sha256:base", "sha256:own"), List.<Gap>of());
        return Inventory.newBuilder(inventory)
                .setComponents(
                        new ArrayList<>(Packages.ofTheSeed().stream().filter(condition).toList()))
                .build();
    }
}
