package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownIssuesTest {

    private final KnownIssues page = SamplePages.knownIssues();

    @Test
    void findingsAreCountedByLayerRoleAndFix() {
        var analysis = page.analysis();

        assertThat(analysis.layers())
                .extracting(Analysis.Share::id, share -> share.tally().words())
                .containsExactly(
                        tuple("base", "1 critical, 3 high, 1 low"),
                        tuple("own", "2 high, 2 medium"));
        assertThat(analysis.roles())
                .extracting(Analysis.Share::id, share -> share.tally().total())
                .containsExactly(
                        tuple("base-os", 3),
                        tuple("build-tool", 2),
                        tuple("system-library", 2),
                        tuple("runtime-dependency", 2));
        assertThat(analysis.fixes())
                .extracting(Analysis.Share::id, share -> share.tally().total())
                .containsExactly(tuple("fixed", 4), tuple("not-fixed", 4), tuple("wont-fix", 1));
    }

    @Test
    void findingsAreCountedByExploitation() {
        assertThat(page.analysis().exploitation())
                .extracting(Analysis.Share::id, share -> share.tally().total())
                .containsExactly(tuple("known", 1), tuple("possible", 8));
    }

    @Test
    void whatCannotBeFixedHereIsInTheHandsOfOthers() {
        assertThat(page.limits())
                .extracting(Limit::title, limit -> limit.findings().total(), Limit::packages)
                .containsExactly(
                        tuple(
                                "In packages of the base image, without a fix",
                                2,
                                List.of("glibc (1)", "systemd (1)")),
                        tuple(
                                "In packages this image installs, without a fix",
                                2,
                                List.of("binutils (1)", "gcc-12 (1)")),
                        tuple("Will not be fixed", 1, List.of("curl (1)")));
    }

    @Test
    void thePageIsSaidInAFewSentences() {
        assertThat(page.inShort())
                .containsExactly(
                        "9 findings, the worst of critical severity; 1 is known to be exploited.",
                        "5 come from the base image, 4 from this image's own build.",
                        "Most is gained by one step: rebuild now, with the updates that are out (44"
                                + " % fewer).",
                        "After rebuild, multi-stage build and fewer packages 3 remain (67 % fewer).",
                        "4 wait for upstream, the oldest since 2026-10-03.",
                        "Next: review, 2026-12-01. Owner: devops@example.com.");
    }

    @Test
    void acceptedRiskNamesRuleReasonOwnerTicketReviewAndEnd() {
        assertThat(page.acceptedRisk())
                .containsExactly(
                        new Acceptance(
                                "python-base-awaiting-upstream",
                                "Packages of the upstream base image; rebuilt monthly with security"
                                        + " updates.",
                                "devops@example.com",
                                "SEC-17",
                                SamplePages.REVIEW,
                                SamplePages.UNTIL,
                                new Tally(0, 2, 0, 0, 0, 0, 2)));
    }

    @Test
    void whatIsDueComesInTheOrderOfItsDates() {
        assertThat(page.review().due())
                .extracting(Due::date, Due::kind, Due::owner, Due::overdue)
                .containsExactly(
                        tuple(SamplePages.REVIEW, "review", "devops@example.com", false),
                        tuple(LocalDate.of(2026, 12, 4), "rebuild", null, false),
                        tuple(LocalDate.of(2026, 12, 31), "end", "devops@example.com", false));
        assertThat(page.review().rebuildDue()).isFalse();
    }

    @Test
    void theTrackingTableSaysWhatIsDifferentFromTheEntryBefore() {
        assertThat(page.tracking().entries())
                .extracting(Tracking.Entry::tag, Tracking.Entry::changes)
                .containsExactly(
                        tuple(
                                "1.4.2",
                                List.of(
                                        "base image changed from"
                                                + " registry.example.com/base/python:3.12@sha256:cccccccccccc…"
                                                + " to registry.example.com/base/python:3.13@sha256:bbbbbbbbbbbb…")),
                        tuple("1.4.1", List.of()),
                        tuple("1.4.1", List.of()),
                        tuple("1.4.0", List.of()));
    }

    @Test
    void aPredictionIsHeldAgainstWhatHappened() {
        assertThat(page.predictions())
                .extracting(
                        Prediction::option,
                        prediction -> prediction.predicted().total(),
                        Prediction::error,
                        Prediction::unforeseen)
                .containsExactly(tuple("rebuild", 4, "1 of 4 still there (25 %)", 1));
    }

    @Test
    void oneDecisionAboutSeveralFindingsIsOneEntry() {
        assertThat(page.decisions())
                .extracting(
                        DecisionEntry::at,
                        DecisionEntry::words,
                        DecisionEntry::rule,
                        DecisionEntry::vulnerabilities)
                .containsExactly(
                        tuple(
                                NOW,
                                "accepted",
                                "python-base-awaiting-upstream",
                                List.of("CVE-2026-1401", "CVE-2026-1402")));
    }

    @Test
    void theListBeginsWithWhatIsOpenAndEndsWithWhatIsSetAside() {
        assertThat(page.remaining())
                .extracting(KnownIssues.Remaining::decision)
                .containsExactly(
                        "open",
                        "open",
                        "open",
                        "open",
                        "open",
                        "open",
                        "open",
                        "accepted",
                        "accepted",
                        "not-applicable",
                        "negligible");
    }
}
