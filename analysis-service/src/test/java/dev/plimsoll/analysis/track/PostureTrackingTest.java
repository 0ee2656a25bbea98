package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Best-practice checks while rules change and days pass; there is no finding to carry them. */
class PostureTrackingTest {

    private static final Instant BUILT = START.minus(Duration.ofDays(10));

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis = new Analysis(folder).feed(feed(true));
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    @Test
    void aRuleLivesWithAFailedCheckAndItsEndReopensItByItself() {
        analysis.scan(scan("web", "main", 1, built()));
        assertThat(check(analysis.lastImage(), "non-root").getRule()).isNull();
        analysis.newImages();

        var end = START.plus(Duration.ofHours(30));
        analysis.rule(legacy(end)).settle();
        var accepted = analysis.newImages();
        analysis.pass(Duration.ofHours(29));
        analysis.newImages();
        analysis.pass(Duration.ofHours(1)).settle();
        var lapsed = analysis.newImages();

        assertThat(accepted).hasSize(1);
        assertThat(check(accepted.getFirst(), "non-root"))
                .satisfies(
                        check -> {
                            assertThat(check.getPassed()).isFalse();
                            assertThat(check.getRule()).isEqualTo("legacy");
                            assertThat(check.getAcceptedUntil()).isEqualTo(end);
                        });
        assertThat(check(accepted.getFirst(), "healthcheck").getRule()).isNull();
        assertThat(lapsed).hasSize(1);
        assertThat(lapsed.getFirst().getCause()).isEqualTo(Cause.TIME);
        assertThat(check(lapsed.getFirst(), "non-root").getRule()).isNull();
        assertThat(analysis.newFindings().stream().flatMap(told -> told.getChanges().stream()))
                .isEmpty();
    }

    @Test
    void aRuleThatIsRemovedLivesWithNothing() {
        var rule = legacy(START.plus(Duration.ofDays(30)));
        analysis.rule(rule).scan(scan("web", "main", 1, built()));
        assertThat(check(analysis.lastImage(), "non-root").getRule()).isEqualTo("legacy");

        analysis.rule(RuleChanged.newBuilder(rule).setState(RuleState.REMOVED).build()).settle();

        assertThat(check(analysis.lastImage(), "non-root").getRule()).isNull();
    }

    @Test
    void aRuleAboutChecksAcceptsNoFinding() {
        analysis.advisory(
                Samples.advisory(
                        "CVE-2026-0001", dev.plimsoll.event.Severity.HIGH, "openssl", null));
        analysis.rule(legacy(START.plus(Duration.ofDays(30))));

        analysis.scan(scan("web", "main", 1, built()));

        assertThat(analysis.lastImage().getOpen().getHigh()).isEqualTo(1);
        assertThat(analysis.lastImage().getAccepted().getHigh()).isZero();
    }

    @Test
    void whenAMonthHasPassedTheImageIsDueForARebuildAndThatIsToldOnce() {
        analysis.scan(scan("web", "main", 1, built()));
        assertThat(check(analysis.lastImage(), "rebuilt-recently").getPassed()).isTrue();
        analysis.newImages();

        for (int day = 1; day <= 20; day++) {
            analysis.pass(Duration.ofDays(1)).settle();
        }
        var during = analysis.newImages();
        for (int day = 21; day <= 40; day++) {
            analysis.pass(Duration.ofDays(1)).settle();
        }
        var after = analysis.newImages();

        assertThat(during).isEmpty();
        assertThat(after).hasSize(1);
        assertThat(check(after.getFirst(), "rebuilt-recently").getPassed()).isFalse();
        assertThat(after.getFirst().getCause()).isEqualTo(Cause.TIME);
    }

    @Test
    void aScanOfAnEarlierVersionLeavesUnknownWhatItDidNotLookFor() {
        analysis.scan(
                scan(
                        "web",
                        "main",
                        1,
                        Inventory.newBuilder(built()).setTools(null).setLeftovers(null).build()));

        assertThat(analysis.lastImage().getPosture())
                .filteredOn(
                        check ->
                                List.of(
                                                "no-shell",
                                                "no-package-manager",
                                                "dockerignore",
                                                "no-secrets")
                                        .contains(check.getId()))
                .hasSize(4)
                .allMatch(check -> check.getPassed() == null);
    }

    private static Inventory built() {
        return Inventory.newBuilder(inventory("openssl=3.0.1"))
                .setConfig(ImageConfig.newBuilder().setCreated(BUILT).build())
                .setTools(List.of())
                .setLeftovers(List.of())
                .build();
    }

    private static RuleChanged legacy(Instant end) {
        return RuleChanged.newBuilder(accepting("legacy", "unused", end))
                .setScope(
                        RuleScope.newBuilder()
                                .setImages(List.of(Samples.REGISTRY + "/web"))
                                .setChecks(List.of("non-root"))
                                .build())
                .build();
    }

    private static PostureCheck check(ImageAssessed image, String id) {
        return image.getPosture().stream()
                .filter(check -> check.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
