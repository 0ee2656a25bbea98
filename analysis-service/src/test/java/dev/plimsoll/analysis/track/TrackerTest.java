package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.START;
import static dev.plimsoll.analysis.track.Samples.accepting;
import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.deletion;
import static dev.plimsoll.analysis.track.Samples.digest;
import static dev.plimsoll.analysis.track.Samples.failure;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.gap;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static dev.plimsoll.analysis.track.Samples.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Cause;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerTest {

    @TempDir Path folder;

    private Analysis analysis;

    @BeforeEach
    void start() {
        analysis = new Analysis(folder);
    }

    @AfterEach
    void stop() {
        analysis.close();
    }

    @Test
    void theFirstScanOfALineIsASilentBaseline() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");

        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        var told = analysis.newFindings();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getBaseline()).isTrue();
        assertThat(told.getFirst().getCause()).isEqualTo(Cause.PUSH);
        assertThat(told.getFirst().getCauseDetail()).isEqualTo("push of main");
        assertThat(told.getFirst().getOpen().getHigh()).isEqualTo(1);
        assertThat(news(told)).containsExactly("OPENED CVE-2026-0001 main PRESENT/OPEN");
    }

    @Test
    void aSecondPushOpensWhatIsNewClosesWhatIsGoneAndCarriesTheRest() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        known("CVE-2026-0002", Severity.CRITICAL, "zlib", null);
        known("CVE-2026-0003", Severity.LOW, "curl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1", "curl=8.0.1")));
        analysis.newFindings();

        analysis.scan(scan("web", "main", 2, inventory("zlib=1.2.1", "curl=8.0.1")));

        var told = analysis.newFindings();
        assertThat(told.getFirst().getBaseline()).isFalse();
        assertThat(news(told))
                .containsExactly(
                        "OPENED CVE-2026-0002 main PRESENT/OPEN",
                        "CLOSED CVE-2026-0001 main GONE/OPEN",
                        "CARRIED CVE-2026-0003 main PRESENT/OPEN");
        assertThat(analysis.lastImage().getOpened()).isEqualTo(1);
        assertThat(analysis.lastImage().getClosed()).isEqualTo(1);
    }

    @Test
    void anEmptyBaselineIsToldToo() {
        analysis.feed(feed(false));

        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        var told = analysis.newFindings();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getBaseline()).isTrue();
        assertThat(told.getFirst().getChanges()).isEmpty();
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.CLEAN);
    }

    @Test
    void aVersionBumpThatDoesNotFixIsNotNew() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.9");
        analysis.scan(scan("web", "1.2.3", 1, inventory("openssl=3.0.1")));
        var first = analysis.newFindings().getFirst().getChanges().getFirst().getFinding();

        analysis.pass(Duration.ofHours(1));
        analysis.scan(scan("web", "1.2.4", 2, inventory("openssl=3.0.2")));

        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("CARRIED CVE-2026-0001 1.2.4 PRESENT/OPEN");
        var second = told.getFirst().getChanges().getFirst().getFinding();
        assertThat(second.getTrackingId()).isEqualTo(first.getTrackingId());
        assertThat(second.getId()).isNotEqualTo(first.getId());
        assertThat(second.getFirstSeen()).isEqualTo(first.getFirstSeen());
    }

    @Test
    void aFindingThatComesBackIsReopened() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));
        analysis.newFindings();

        analysis.scan(scan("web", "main", 3, inventory("openssl=3.0.1")));

        assertThat(analysis.news()).containsExactly("REOPENED CVE-2026-0001 main PRESENT/OPEN");
    }

    @Test
    void anAdvisoryThatAppearsOpensAFindingWithoutAScan() {
        analysis.feed(feed(false));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        analysis.settle();

        var told = analysis.newFindings();
        assertThat(told.getFirst().getCause()).isEqualTo(Cause.ADVISORY);
        assertThat(told.getFirst().getCauseDetail())
                .isEqualTo("advisory DEBIAN-CVE-2026-0001 changed");
        assertThat(told.getFirst().getBaseline()).isFalse();
        assertThat(news(told)).containsExactly("OPENED CVE-2026-0001 main PRESENT/OPEN");
    }

    @Test
    void aSeverityThatRisesIsToldOnceAndOneThatFallsIsNot() {
        known("CVE-2026-0001", Severity.MEDIUM, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.advisory(advisory("CVE-2026-0001", Severity.CRITICAL, "openssl", null)).settle();
        var raised = analysis.newFindings();
        analysis.advisory(advisory("CVE-2026-0001", Severity.LOW, "openssl", null)).settle();
        var lowered = analysis.news();
        analysis.settle();

        assertThat(news(raised)).containsExactly("SEVERITY_RAISED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(raised.getFirst().getChanges().getFirst().getPreviousSeverity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(lowered).containsExactly("CARRIED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(analysis.news()).isEmpty();
    }

    @Test
    void aWithdrawnAdvisoryClosesItsFindingWithTheReason() {
        var advisory = advisory("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.feed(feed(false)).advisory(advisory);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.advisory(withdrawn(advisory)).settle();

        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("CLOSED CVE-2026-0001 main GONE/OPEN");
        assertThat(told.getFirst().getChanges().getFirst().getDetail())
                .isEqualTo("advisory DEBIAN-CVE-2026-0001 changed");
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.CLEAN);
    }

    @Test
    void anAdvisoryThatMovesToAnotherPackageLeavesNothingBehind() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1", "zlib=1.2.1")));
        analysis.newFindings();

        analysis.advisory(advisory("CVE-2026-0001", Severity.HIGH, "zlib", null)).settle();

        assertThat(
                        analysis.newFindings().stream()
                                .flatMap(event -> event.getChanges().stream())
                                .map(
                                        change ->
                                                change.getKind()
                                                        + " "
                                                        + change.getFinding().getPackage$()))
                .containsExactly("OPENED zlib", "CLOSED openssl");
    }

    @Test
    void whileAdvisoriesAreMissingAnImageIsStaleAndItsBaselinePending() {
        analysis.advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null));

        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1"))).settle();
        var stale = analysis.newImages().getLast();
        var silence = analysis.newFindings();
        analysis.feed(feed(false)).settle();

        assertThat(stale.getStatus()).isEqualTo(ImageStatus.STALE);
        assertThat(stale.getReason()).isEqualTo("ADVISORIES_MISSING");
        assertThat(silence).isEmpty();
        var told = analysis.newFindings();
        assertThat(told.getFirst().getBaseline()).isTrue();
        assertThat(news(told)).containsExactly("OPENED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.AFFECTED);
    }

    @Test
    void aFailedScanClosesNothingAndTheStatusTells() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.scan(scan("web", "main", 2, failure("DIGEST_MISMATCH")));

        assertThat(analysis.news()).isEmpty();
        var image = analysis.lastImage();
        assertThat(image.getStatus()).isEqualTo(ImageStatus.FAILED);
        assertThat(image.getReason()).isEqualTo("DIGEST_MISMATCH");
        assertThat(image.getOpen().getHigh()).isEqualTo(1);
        assertThat(image.getImage().getDigest()).isEqualTo(digest("web", "main", 2));
        assertThat(image.getLayerDigests()).isEmpty();
    }

    @Test
    void anImageThatWasNeverReadIsFailedAndNotClean() {
        analysis.feed(feed(false));

        analysis.scan(scan("web", "main", 1, failure("PKGDB_MISSING")));

        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.FAILED);
        assertThat(analysis.newFindings()).isEmpty();
    }

    @Test
    void aPartialInventoryClosesNothingAndIsNeverClean() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();
        var layers = List.of("sha256:layer");

        analysis.scan(
                scan(
                        "web",
                        "main",
                        2,
                        inventory(layers, List.of(gap("CORRUPT_STANZA")), "curl=8.0.1")));
        analysis.scan(
                scan(
                        "api",
                        "main",
                        3,
                        inventory(layers, List.of(gap("CORRUPT_STANZA")), "curl=8.0.1")));

        assertThat(analysis.news()).isEmpty();
        var images = analysis.newImages();
        assertThat(images.get(1).getStatus()).isEqualTo(ImageStatus.AFFECTED);
        assertThat(images.get(1).getReason()).isEqualTo("CORRUPT_STANZA");
        assertThat(images.get(2).getStatus()).isEqualTo(ImageStatus.FAILED);
        assertThat(images.get(2).getReason()).isEqualTo("CORRUPT_STANZA");
    }

    @Test
    void anEmptyPartOfAPartialInventoryTellsWhyByItsStatus() {
        analysis.feed(feed(false));

        analysis.scan(
                scan(
                        "web",
                        "main",
                        1,
                        inventory(List.of("sha256:l"), List.of(gap("CORRUPT_STANZA")), "curl=1")));

        var image = analysis.lastImage();
        assertThat(image.getStatus()).isEqualTo(ImageStatus.FAILED);
        assertThat(image.getReason()).isEqualTo("CORRUPT_STANZA");
        assertThat(image.getMessage())
                .isEqualTo("the inventory is partial: one entry could not be read");
    }

    @Test
    void aNegligibleFindingThatBecomesSeriousIsOpenedLikeAnyNewOne() {
        var advisory = advisory("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.feed(feed(false)).advisory(withUrgency(advisory, "unimportant"));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        assertThat(analysis.news())
                .containsExactly("CARRIED CVE-2026-0001 main PRESENT/NEGLIGIBLE");
        assertThat(analysis.lastImage().getSetAside()).isEqualTo(1);

        analysis.advisory(advisory).settle();

        assertThat(analysis.news()).containsExactly("OPENED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(analysis.lastImage().getOpen().getHigh()).isEqualTo(1);
        assertThat(analysis.lastImage().getSetAside()).isZero();
    }

    @Test
    void anImageIsStaleWhileItsFeedIsTooOldAndNothingElseHappensToIt() {
        try (var dated =
                new Analysis(folder.resolve("dated"), Samples.START, Duration.ofHours(48))) {
            dated.feed(feed(false))
                    .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                    .scan(scan("web", "main", 1, inventory("openssl=3.0.1")))
                    .scan(scan("tool", "main", 2, inventory("curl=8.0.1")));
            dated.newFindings();
            dated.newImages();

            dated.pass(Duration.ofHours(48)).settle();
            assertThat(dated.newImages()).isEmpty();

            dated.pass(Duration.ofMinutes(1)).settle();

            assertThat(dated.newFindings()).isEmpty();
            assertThat(dated.newImages())
                    .extracting(
                            image ->
                                    "%s %s %s %d, %s: %s"
                                            .formatted(
                                                    image.getImage().getRepository(),
                                                    image.getStatus(),
                                                    image.getReason(),
                                                    image.getOpen().getHigh(),
                                                    image.getCauseDetail(),
                                                    image.getMessage()))
                    .containsExactlyInAnyOrder(
                            "web STALE FEED_STALE 1, advisories for Debian:12 became too old: feed 'debian' was last checked at 2026-03-01T08:00:00Z",
                            "tool STALE FEED_STALE 0, advisories for Debian:12 became too old: feed 'debian' was last checked at 2026-03-01T08:00:00Z");

            dated.advisory(advisory("CVE-2026-0002", Severity.LOW, "curl", null)).settle();
            assertThat(dated.news()).containsExactly("OPENED CVE-2026-0002 main PRESENT/OPEN");
            assertThat(dated.lastImage().getStatus()).isEqualTo(ImageStatus.STALE);
            dated.newImages();

            var now = Samples.START.plus(Duration.ofHours(49));
            dated.feed(FeedLoaded.newBuilder(feed(false)).setCheckedAt(now).build())
                    .pass(Duration.ofMinutes(1));

            assertThat(dated.newFindings()).isEmpty();
            assertThat(dated.newImages())
                    .extracting(image -> image.getStatus() + " " + image.getReason())
                    .containsExactly("AFFECTED null", "AFFECTED null");
        }
    }

    @Test
    void d25AReleaseThatHasEndedIsNeverCleanAndItsFindingsStay() {
        var lastDay = Instant.parse("2028-06-30T20:00:00Z");
        try (var dated = new Analysis(folder.resolve("ended"), lastDay, Duration.ofDays(3650))) {
            dated.feed(feed(false))
                    .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                    .scan(scan("web", "main", 1, inventory("openssl=3.0.1")))
                    .scan(scan("tool", "main", 2, inventory("curl=8.0.1")));
            assertThat(dated.newImages())
                    .extracting(ImageAssessed::getStatus)
                    .containsExactly(ImageStatus.AFFECTED, ImageStatus.CLEAN);
            dated.newFindings();

            dated.pass(Duration.ofHours(5)).settle();

            assertThat(dated.newFindings()).isEmpty();
            assertThat(dated.newImages())
                    .extracting(
                            image ->
                                    "%s %s %s: %s"
                                            .formatted(
                                                    image.getImage().getRepository(),
                                                    image.getStatus(),
                                                    image.getReason(),
                                                    image.getMessage()))
                    .containsExactlyInAnyOrder(
                            "web AFFECTED DISTRO_EOL: D25: Debian:12 has had no security updates since 2028-06-30, its findings are a lower bound",
                            "tool STALE DISTRO_EOL: D25: Debian:12 has had no security updates since 2028-06-30, its findings are a lower bound");
        }
    }

    @Test
    void aLanguagePackageShowsTheFilesItIsInAndIsCountedOnce() {
        analysis.feed(
                        FeedLoaded.newBuilder(feed(false))
                                .setEcosystems(List.of("Debian:12", "PyPI"))
                                .build())
                .advisory(pypi("GHSA-test-0001", "CVE-2026-0009", "Some.Project", "2.0"));

        analysis.scan(
                scan(
                        "web",
                        "main",
                        1,
                        with(
                                inventory("curl=8.0.1"),
                                python("some_project", "1.0", "app/a/some_project-1.0.dist-info"),
                                python(
                                        "some_project",
                                        "1.1",
                                        "app/b/some_project-1.1.dist-info"))));

        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("OPENED CVE-2026-0009 main PRESENT/OPEN");
        var finding = told.getFirst().getChanges().getFirst().getFinding();
        assertThat(finding.getPaths())
                .containsExactlyInAnyOrder(
                        "app/a/some_project-1.0.dist-info", "app/b/some_project-1.1.dist-info");
        assertThat(finding.getRole()).isEqualTo(Role.APPLICATION);
        assertThat(analysis.lastImage().getLanguageEcosystems()).containsExactly("PyPI");

        analysis.advisory(pypi("GHSA-test-0001", "CVE-2026-0009", "Some.Project", "1.1")).settle();

        assertThat(
                        analysis.newFindings()
                                .getFirst()
                                .getChanges()
                                .getFirst()
                                .getFinding()
                                .getPaths())
                .containsExactly("app/a/some_project-1.0.dist-info");
    }

    private static Inventory with(Inventory inventory, Component... more) {
        var all = new ArrayList<>(inventory.getComponents());
        all.addAll(List.of(more));
        return Inventory.newBuilder(inventory).setComponents(all).build();
    }

    private static Component python(String name, String version, String path) {
        return Component.newBuilder()
                .setPurl("pkg:pypi/%s@%s".formatted(name.replace('_', '-'), version))
                .setType("pypi")
                .setName(name)
                .setVersion(version)
                .setSourceName(name)
                .setSourceVersion(version)
                .setLayer(0)
                .setPath(path)
                .build();
    }

    private static AdvisoryChanged pypi(String id, String cve, String name, String fixed) {
        var debian = advisory(cve, Severity.HIGH, name, fixed);
        return AdvisoryChanged.newBuilder(debian)
                .setId(id)
                .setUpstream(List.of())
                .setAliases(List.of(cve))
                .setAffected(
                        List.of(
                                Affected.newBuilder(debian.getAffected().getFirst())
                                        .setEcosystem("PyPI")
                                        .build()))
                .build();
    }

    @Test
    void aRuleAcceptsAndItsEndReopensByItself() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.rule(accepting("r", "CVE-2026-0001", START.plus(Duration.ofDays(1)))).settle();
        var accepted = analysis.newFindings();
        analysis.pass(Duration.ofHours(23));
        var before = analysis.newFindings();
        analysis.pass(Duration.ofHours(1)).settle();

        assertThat(accepted.getFirst().getCause()).isEqualTo(Cause.RULE);
        assertThat(accepted.getFirst().getCauseDetail()).isEqualTo("rule 'r' changed");
        assertThat(news(accepted)).containsExactly("ACCEPTED CVE-2026-0001 main PRESENT/ACCEPTED");
        assertThat(before).isEmpty();
        var lapsed = analysis.newFindings();
        assertThat(lapsed.getFirst().getCause()).isEqualTo(Cause.TIME);
        assertThat(news(lapsed))
                .containsExactly("ACCEPTANCE_LAPSED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(analysis.lastImage().getOpen().getHigh()).isEqualTo(1);
    }

    @Test
    void aBrokenGuardReopensAndNamesTheGuard() {
        analysis.feed(feed(true))
                .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                .rule(
                        accepting(
                                "r",
                                "CVE-2026-0001",
                                START.plus(Duration.ofDays(1)),
                                RuleGuards.newBuilder().setKev(false).build()));
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        var accepted = analysis.news();

        analysis.exploitation(
                        ExploitationChanged.newBuilder()
                                .setVulnerability("CVE-2026-0001")
                                .setKev(true)
                                .build())
                .settle();

        assertThat(accepted).containsExactly("ACCEPTED CVE-2026-0001 main PRESENT/ACCEPTED");
        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("GUARD_BROKEN CVE-2026-0001 main PRESENT/OPEN");
        assertThat(told.getFirst().getChanges().getFirst().getDetail()).startsWith("kev:");
    }

    @Test
    void aRuleThatIsRemovedReopensWhatItAccepted() {
        var rule = accepting("r", "CVE-2026-0001", START.plus(Duration.ofDays(1)));
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.rule(rule);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.rule(RuleChanged.newBuilder(rule).setState(RuleState.REMOVED).build()).settle();

        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("REOPENED CVE-2026-0001 main PRESENT/OPEN");
        assertThat(told.getFirst().getChanges().getFirst().getDetail())
                .isEqualTo("rule 'r' no longer accepts it");
    }

    @Test
    void theDailyMoveOfExploitationProbabilityRewritesNothing() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();
        analysis.newImages();

        analysis.exploitation(
                        ExploitationChanged.newBuilder()
                                .setVulnerability("CVE-2026-0001")
                                .setEpss(0.03)
                                .build())
                .settle();

        assertThat(analysis.newFindings()).isEmpty();
        assertThat(analysis.newImages()).isEmpty();
    }

    @Test
    void onlyTheHeadOfALineMakesTransitions() {
        analysis.feed(feed(false));
        analysis.scan(scan("web", "1.2.4", 2, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "1.2.3", 1, inventory("openssl=3.0.1")));
        var heads = analysis.newImages();

        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.settle();

        assertThat(heads).extracting(ImageAssessed::getHead).containsExactly(true, false);
        assertThat(analysis.news())
                .containsExactlyInAnyOrder(
                        "OPENED CVE-2026-0001 1.2.4 PRESENT/OPEN",
                        "CARRIED CVE-2026-0001 1.2.3 PRESENT/OPEN");
    }

    @Test
    void aNewHeadTakesOverAndTheOldOneSaysSo() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        analysis.scan(scan("web", "1.2.3", 1, inventory("openssl=3.0.1")));
        analysis.newFindings();
        analysis.newImages();

        analysis.scan(scan("web", "1.2.4", 2, inventory("openssl=3.0.2")));

        assertThat(analysis.newImages())
                .extracting(
                        image ->
                                image.getImage().getTag()
                                        + " "
                                        + image.getHead()
                                        + " "
                                        + image.getRevision())
                .containsExactly("1.2.4 true 1", "1.2.3 false 2");
        var told = analysis.newFindings();
        assertThat(news(told)).containsExactly("CLOSED CVE-2026-0001 1.2.4 GONE/OPEN");
        assertThat(analysis.presentDocuments().values())
                .as("the old image still holds it")
                .extracting(finding -> finding.getImage().getTag())
                .containsExactly("1.2.3");
    }

    @Test
    void aScanOfAnEarlierPushChangesNothing() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));
        analysis.newFindings();
        analysis.newImages();

        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        assertThat(analysis.newFindings()).isEmpty();
        assertThat(analysis.newImages()).isEmpty();
    }

    @Test
    void aScanByHandIsWhatTheRegistrySaysNow() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));
        analysis.newFindings();
        var later =
                ScanReported.newBuilder(scan("web", "main", -1, inventory("openssl=3.0.1")))
                        .setFinishedAt(START.plusSeconds(100))
                        .build();

        analysis.scan(later);

        var told = analysis.newFindings();
        assertThat(told.getFirst().getCause()).isEqualTo(Cause.RESCAN);
        assertThat(news(told)).containsExactly("OPENED CVE-2026-0001 main PRESENT/OPEN");
    }

    @Test
    void anEventThatIsRepeatedChangesNothing() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        var scan = scan("web", "main", 1, inventory("openssl=3.0.1"));
        analysis.scan(scan);
        analysis.newFindings();
        analysis.newImages();

        analysis.scan(scan)
                .feed(feed(false))
                .advisory(advisory("CVE-2026-0001", Severity.HIGH, "openssl", null))
                .settle();

        assertThat(analysis.newFindings()).isEmpty();
        assertThat(analysis.newImages()).isEmpty();
    }

    @Test
    void aDeletedDigestTakesAllItsTagsWithIt() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, "sha256:aa", inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "latest", 2, "sha256:aa", inventory("openssl=3.0.1")));
        analysis.newFindings();
        analysis.newImages();

        analysis.delete(deletion("web", null, "sha256:aa"), 2);

        var told = analysis.newFindings();
        assertThat(news(told))
                .containsExactlyInAnyOrder(
                        "CLOSED CVE-2026-0001 main GONE/OPEN",
                        "CLOSED CVE-2026-0001 latest GONE/OPEN");
        assertThat(told.getFirst().getCause()).isEqualTo(Cause.DELETION);
        assertThat(told.getFirst().getChanges().getFirst().getDetail()).isEqualTo("image deleted");
        assertThat(analysis.newImages())
                .extracting(ImageAssessed::getStatus)
                .containsExactly(ImageStatus.DELETED, ImageStatus.DELETED);
        assertThat(analysis.presentDocuments()).isEmpty();
    }

    @Test
    void aDeletedTagLeavesTheOthersAndALateScanDoesNotBringItBack() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, "sha256:aa", inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "latest", 2, "sha256:aa", inventory("openssl=3.0.1")));
        analysis.newFindings();

        analysis.delete(deletion("web", "main", null), 5);
        var deleted = analysis.news();
        analysis.scan(scan("web", "main", 4, inventory("openssl=3.0.1")));
        var late = analysis.news();
        analysis.scan(scan("web", "main", 9, inventory("openssl=3.0.1")));

        assertThat(deleted).containsExactly("CLOSED CVE-2026-0001 main GONE/OPEN");
        assertThat(late).isEmpty();
        assertThat(analysis.news()).containsExactly("REOPENED CVE-2026-0001 main PRESENT/OPEN");
    }

    @Test
    void aDeletionThatOvertakesTheScanKeepsTheImageOut() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);

        analysis.delete(deletion("web", null, "sha256:aa"), 5);
        analysis.scan(scan("web", "main", 1, "sha256:aa", inventory("openssl=3.0.1")));

        assertThat(analysis.newFindings()).isEmpty();
        assertThat(analysis.newImages()).isEmpty();
    }

    /** Registries sweep out what no tag stands for any more, right after a tag moved on. */
    @Test
    void aTagThatMovedOnIsNotGoneWithWhatItStoodForBefore() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        analysis.delete(deletion("web", null, digest("web", "main", 1)), 3);
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));

        assertThat(analysis.presentDocuments().values())
                .extracting(Finding::getVersion)
                .containsExactly("3.0.2");
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.AFFECTED);
    }

    @Test
    void aTagThatMovedOnToWhatIsGoneIsGone() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        analysis.delete(deletion("web", null, digest("web", "main", 2)), 3);
        assertThat(analysis.presentDocuments()).hasSize(1);
        analysis.scan(scan("web", "main", 2, inventory("openssl=3.0.2")));

        assertThat(analysis.presentDocuments()).isEmpty();
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.DELETED);
        analysis.scan(scan("web", "main", 1, inventory("openssl=3.0.1")));
        assertThat(analysis.presentDocuments()).isEmpty();
    }

    @Test
    void whenTheHeadIsDeletedTheLineFallsBackToItsNewestImage() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", "3.0.2");
        known("CVE-2026-0002", Severity.HIGH, "zlib", null);
        analysis.scan(scan("web", "1.2.3", 1, inventory("openssl=3.0.1")));
        analysis.scan(scan("web", "1.2.4", 2, inventory("openssl=3.0.2", "zlib=1.2.1")));
        analysis.newFindings();
        analysis.newImages();

        analysis.delete(deletion("web", "1.2.4", null), 2);

        assertThat(analysis.news())
                .containsExactly(
                        "CARRIED CVE-2026-0002 1.2.4 GONE/OPEN",
                        "REOPENED CVE-2026-0001 1.2.3 PRESENT/OPEN",
                        "CLOSED CVE-2026-0002 1.2.3 GONE/OPEN");
        assertThat(analysis.newImages().getLast().getHead()).isTrue();
    }

    @Test
    void aBaseImageThatBecomesKnownMovesFindingsToTheBaseLayer() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        analysis.scan(
                scan(
                        "web",
                        "main",
                        1,
                        inventory(List.of("sha256:l1", "sha256:l2"), List.of(), "openssl=3.0.1")));
        analysis.newFindings();

        analysis.scan(
                scan(
                        "base/debian",
                        "12",
                        2,
                        inventory(List.of("sha256:l1"), List.of(), "openssl=3.0.1")));
        analysis.settle();

        var told =
                analysis.newFindings().stream()
                        .filter(event -> event.getImage().getRepository().equals("web"))
                        .toList();
        assertThat(told.getFirst().getCause()).isEqualTo(Cause.BASE_IMAGE);
        assertThat(news(told)).containsExactly("CARRIED CVE-2026-0001 main PRESENT/OPEN");
        Finding finding = told.getFirst().getChanges().getFirst().getFinding();
        assertThat(finding.getLayer()).isEqualTo(LayerOrigin.BASE);
        assertThat(finding.getBaseImage())
                .isEqualTo(Samples.REGISTRY + "/base/debian:12@" + digest("base/debian", "12", 2));
        assertThat(analysis.lastImage().getBaseImage()).isEqualTo(finding.getBaseImage());
    }

    @Test
    void anImageStaysOnItsBaseWhenTheTagOfTheBaseMovesOn() {
        known("CVE-2026-0001", Severity.HIGH, "openssl", null);
        var base = inventory(List.of("sha256:l1"), List.of(), "openssl=3.0.1");
        analysis.scan(scan("base/debian", "12", 1, base));
        analysis.scan(
                scan(
                        "web",
                        "main",
                        2,
                        inventory(List.of("sha256:l1", "sha256:l2"), List.of(), "openssl=3.0.1")));
        analysis.newFindings();

        analysis.scan(
                scan(
                        "base/debian",
                        "12",
                        3,
                        inventory(List.of("sha256:l9"), List.of(), "openssl=3.0.1")));
        known("CVE-2026-0002", Severity.HIGH, "openssl", null);
        analysis.settle();

        assertThat(analysis.presentDocuments().values())
                .filteredOn(finding -> finding.getImage().getRepository().equals("web"))
                .extracting(Finding::getLayer)
                .containsExactly(LayerOrigin.BASE, LayerOrigin.BASE);
    }

    @Test
    void aLargeAssessmentComesInPartsTheMostSeriousFirst() {
        var sources = IntStream.range(0, 70).mapToObj(i -> "source" + i).toList();
        known("CVE-2026-0100", Severity.CRITICAL, "source9", null);
        for (int i = 0; i < 10; i++) {
            var one = advisory("CVE-2026-%04d".formatted(i), Severity.LOW, "source", null);
            analysis.advisory(
                    AdvisoryChanged.newBuilder(one)
                            .setAffected(
                                    sources.stream()
                                            .map(
                                                    source ->
                                                            Affected.newBuilder(
                                                                            one.getAffected()
                                                                                    .getFirst())
                                                                    .setPackage$(source)
                                                                    .build())
                                            .toList())
                            .build());
        }

        analysis.scan(
                scan(
                        "web",
                        "main",
                        1,
                        inventory(
                                sources.stream()
                                        .map(source -> source + "=1.0")
                                        .toArray(String[]::new))));

        var told = analysis.newFindings();
        assertThat(told)
                .extracting(
                        part ->
                                "%d/%d %d"
                                        .formatted(
                                                part.getPart(),
                                                part.getParts(),
                                                part.getChanges().size()))
                .containsExactly("1/2 500", "2/2 201");
        assertThat(told)
                .extracting(FindingsChanged::getAssessmentId)
                .containsOnly(told.getFirst().getAssessmentId());
        assertThat(told.getFirst().getChanges().getFirst().getFinding().getVulnerability())
                .isEqualTo("CVE-2026-0100");
        assertThat(told).allSatisfy(part -> assertThat(part.getOpen().getLow()).isEqualTo(700));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndThePartitionGoesOn() {
        analysis.feed(feed(false));

        analysis.garbage("scans.reported")
                .garbage("advisories.changed")
                .scan(scan("web", "main", 1, inventory("openssl=3.0.1")));

        var letters = analysis.deadLetters("scans.reported");
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().value()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(
                        new String(
                                letters.getFirst()
                                        .headers()
                                        .lastHeader("x-exception-message")
                                        .value()))
                .contains("not an event");
        assertThat(analysis.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.topic()).isEqualTo("advisories.changed.dlq");
                            assertThat(letter.value()).isEqualTo(new byte[] {1, 2, 3});
                            assertThat(letter.headers().lastHeader("x-exception-message").value())
                                    .asString()
                                    .contains("not an event");
                        });
        assertThat(analysis.lastImage().getStatus()).isEqualTo(ImageStatus.CLEAN);
    }

    @Test
    void aScanThatMakesNoSenseGoesToTheDeadLettersAndThePartitionGoesOn() {
        analysis.feed(feed(false));

        analysis.scan(scan("we\nb", "main", 1, inventory("openssl=3.0.1")))
                .scan(scan("web", "main", 2, inventory("openssl=3.0.1")));

        assertThat(analysis.deadLetters("scans.reported")).hasSize(1);
        assertThat(analysis.lastImage().getImage().getRepository()).isEqualTo("web");
    }

    private static AdvisoryChanged withUrgency(AdvisoryChanged advisory, String urgency) {
        return AdvisoryChanged.newBuilder(advisory)
                .setAffected(
                        advisory.getAffected().stream()
                                .map(
                                        entry ->
                                                Affected.newBuilder(entry)
                                                        .setUrgency(urgency)
                                                        .build())
                                .toList())
                .build();
    }

    private void known(String cve, Severity severity, String source, String fixed) {
        analysis.feed(feed(false)).advisory(advisory(cve, severity, source, fixed));
    }

    private static List<String> news(List<FindingsChanged> told) {
        return told.stream()
                .flatMap(event -> event.getChanges().stream())
                .map(
                        change ->
                                "%s %s %s %s/%s"
                                        .formatted(
                                                change.getKind(),
                                                change.getFinding().getVulnerability(),
                                                change.getFinding().getImage().getTag(),
                                                change.getFinding().getPresence(),
                                                change.getFinding().getDecision()))
                .toList();
    }
}
