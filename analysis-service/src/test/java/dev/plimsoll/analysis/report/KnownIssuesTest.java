package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
    void optionsSayWhatTheyRemoveOrThatItIsNotKnown() {
        assertThat(page.options())
                .extracting(
                        Option::id,
                        option -> option.removes() == null ? null : option.removes().total(),
                        Option::explanation)
                .containsExactly(
                        tuple("rebuild", 4, "4 of 9 have a fixed version."),
                        tuple(
                                "newer-base",
                                3,
                                "5 come from the base image; 3 of them have a fixed version that a"
                                        + " newer base can carry."),
                        tuple("multi-stage", 2, "In binutils, gcc-12."),
                        tuple("other-base", null, "Not known: no comparable image was scanned."),
                        tuple(
                                "wait",
                                4,
                                "4 have no fix yet, the oldest seen here since 2026-10-03."),
                        tuple(
                                "accept",
                                0,
                                "2 of 9 are accepted now; that explains them and removes none."));
    }

    @Test
    void withoutAKnownBaseItsEffectIsNotGuessed() {
        var options = Option.of(List.of(), null);

        assertThat(options.get(1).removes()).isNull();
        assertThat(options.get(1).explanation()).startsWith("Not known");
    }

    @Test
    void acceptedRiskNamesRuleReasonOwnerAndEnd() {
        assertThat(page.acceptedRisk())
                .containsExactly(
                        new Acceptance(
                                "python-base-awaiting-upstream",
                                "Packages of the upstream base image; rebuilt monthly with security"
                                        + " updates.",
                                "devops@example.com",
                                SamplePages.UNTIL,
                                new Tally(0, 2, 0, 0, 0, 0, 2)));
        assertThat(page.review())
                .isEqualTo(
                        new KnownIssues.Review(
                                SamplePages.UNTIL,
                                "python-base-awaiting-upstream",
                                "devops@example.com",
                                1L,
                                false));
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
