package dev.plimsoll.analysis.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.RemovalPlan;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PredictionsTest {

    private static final List<RemovalPlan> PLANS =
            List.of(
                    new RemovalPlan(Options.MULTI_STAGE, List.of("gcc", "make", "perl"), 3L),
                    new RemovalPlan(Options.DROP_PACKAGES, List.of("curl", "wget"), 2L));

    private static final Finding GCC = finding(Severity.HIGH, "gcc", Options.MULTI_STAGE);
    private static final Finding PERL = finding(Severity.LOW, "perl", Options.MULTI_STAGE);
    private static final Finding WGET = finding(Severity.MEDIUM, "wget", Options.DROP_PACKAGES);
    private static final Finding CURL = finding(Severity.MEDIUM, "curl", Options.DROP_PACKAGES);
    private static final Finding SSL = finding(Severity.CRITICAL, "openssl", Options.REBUILD);
    private static final Finding ZLIB = finding(Severity.LOW, "zlib");
    private static final Finding OF_THE_BASE =
            Finding.newBuilder(finding(Severity.HIGH, "bash", Options.REBUILD))
                    .setLayer(LayerOrigin.BASE)
                    .build();

    @Test
    void whatAMultiStageBuildWasToClearIsHeldAgainstWhatItCleared() {
        var checks =
                check(List.of(GCC, PERL, WGET, ZLIB), packages("curl", "wget", "zlib"), WGET, ZLIB);

        assertThat(checks)
                .containsExactly(
                        new PredictionCheck(
                                "multi-stage",
                                "sha256:before",
                                counts(0, 1, 0, 1),
                                counts(0, 1, 0, 1),
                                0,
                                List.of()));
    }

    @Test
    void whatIsLeftAndWhatNobodySaidAreTold() {
        var checks =
                check(List.of(GCC, PERL, ZLIB), packages("curl", "wget", "perl", "zlib"), PERL);

        assertThat(checks)
                .containsExactly(
                        new PredictionCheck(
                                "multi-stage",
                                "sha256:before",
                                counts(0, 1, 0, 1),
                                counts(0, 1, 0, 0),
                                1,
                                List.of("CVE-2026-1 in perl")));
    }

    @Test
    void anOptionThatWasNotTakenIsNotChecked() {
        assertThat(check(List.of(GCC, PERL), packages("gcc", "make", "curl", "wget"), GCC))
                .isEmpty();
    }

    @Test
    void toolsUnderOtherNamesAreNoMultiStageBuild() {
        var now =
                new Predictions.Now(
                        Set.of(),
                        packages("gcc-15", "make-4", "perl-6", "curl", "wget"),
                        List.of(
                                new RemovalPlan(
                                        Options.MULTI_STAGE,
                                        List.of("gcc-15", "make-4", "perl-6"),
                                        3L)),
                        false);

        assertThat(Predictions.check(before(List.of(GCC)), now)).isEmpty();
    }

    @Test
    void aRebuildIsTakenWhenAFixedVersionCame() {
        var left = finding(Severity.HIGH, "libfoo", Options.REBUILD);

        var checks =
                check(
                        List.of(SSL, left),
                        packages("gcc", "make", "perl", "curl", "wget", "openssl", "libfoo"),
                        left);

        assertThat(checks)
                .containsExactly(
                        new PredictionCheck(
                                "rebuild",
                                "sha256:before",
                                counts(1, 1, 0, 0),
                                counts(1, 0, 0, 0),
                                0,
                                List.of("CVE-2026-1 in libfoo")));
    }

    @Test
    void whatWasSaidOfAPackageThatWasNotDroppedIsNotHeldAgainstTheOption() {
        var checks = check(List.of(WGET, CURL), packages("gcc", "make", "perl", "curl"), CURL);

        assertThat(checks)
                .containsExactly(
                        new PredictionCheck(
                                "drop-packages",
                                "sha256:before",
                                counts(0, 0, 1, 0),
                                counts(0, 0, 1, 0),
                                0,
                                List.of()));
    }

    @Test
    void onAnotherBaseWhatTheBaseHadIsThatOptionsAlone() {
        var now =
                new Predictions.Now(
                        Set.of(),
                        packages("gcc", "make", "perl", "curl", "wget", "bash"),
                        PLANS,
                        true);

        assertThat(Predictions.check(before(List.of(OF_THE_BASE, ZLIB)), now))
                .containsExactly(
                        new PredictionCheck(
                                "newer-base",
                                "sha256:before",
                                counts(0, 1, 0, 0),
                                counts(0, 1, 0, 0),
                                1,
                                List.of()));
    }

    @Test
    void ofManyThatAreLeftTheMostSevereAreNamed() {
        var many = new ArrayList<Finding>();
        for (int i = 0; i < 30; i++) {
            many.add(finding(Severity.LOW, "gcc" + i, Options.MULTI_STAGE));
        }
        many.add(GCC);

        var checks =
                Predictions.check(
                        before(many),
                        new Predictions.Now(
                                Set.copyOf(many.stream().map(Finding::getTrackingId).toList()),
                                packages("curl", "wget"),
                                List.of(),
                                false));

        assertThat(checks.getFirst().getRemaining())
                .hasSize(20)
                .startsWith("CVE-2026-1 in gcc", "CVE-2026-1 in gcc0");
    }

    private static List<PredictionCheck> check(
            List<Finding> before, Set<String> packages, Finding... now) {
        return Predictions.check(
                before(before),
                new Predictions.Now(
                        Set.copyOf(Arrays.stream(now).map(Finding::getTrackingId).toList()),
                        packages,
                        List.of(),
                        false));
    }

    private static Predictions.Before before(List<Finding> findings) {
        return new Predictions.Before("sha256:before", PLANS, findings);
    }

    private static Set<String> packages(String... names) {
        return Set.of(names);
    }

    private static SeverityCounts counts(int critical, int high, int medium, int low) {
        return SeverityCounts.newBuilder()
                .setCritical(critical)
                .setHigh(high)
                .setMedium(medium)
                .setLow(low)
                .build();
    }

    private static Finding finding(Severity severity, String name, String... clearedBy) {
        return Finding.newBuilder()
                .setId(name)
                .setTrackingId("line/" + name)
                .setImage(new ImageRef("r.test", "web", "main", "sha256:1", "linux/amd64", "main"))
                .setVulnerability("CVE-2026-1")
                .setEcosystem("Debian:13")
                .setPackage$(name)
                .setVersion("1")
                .setPackages(List.of(name))
                .setFixState(FixState.NOT_FIXED)
                .setSeverity(severity)
                .setSeveritySource("nvd")
                .setLayer(LayerOrigin.OWN)
                .setRole(Role.UNKNOWN)
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(Instant.EPOCH)
                .setClearedBy(List.of(clearedBy))
                .build();
    }
}
