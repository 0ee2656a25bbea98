package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.review.SampleRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignTest {

    private static final ReviewCalendar CALENDAR = new ReviewCalendar(7, 7, 14, ZoneOffset.UTC);

    private final Campaign campaign = new Campaign(CALENDAR);
    private final Told told = new Told();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-24T23:59:59Z, -",
                "2026-11-25T00:00:00Z, UPCOMING",
                "2026-12-02T23:59:59Z, UPCOMING",
                "2026-12-03T00:00:00Z, OVERDUE",
                "2027-01-30T23:59:59Z, OVERDUE",
                // Ended: it lapsed by itself, and whoever owned it was told of that.
                "2027-01-31T00:00:00Z, -",
            })
    void isUpcomingSomeDaysBeforeTheDateAndOverdueAfterIt(Instant now, ReviewStage stage) {
        var rules = List.of(rule("a").review("2026-12-02").until("2027-01-30").build());

        assertThat(campaign.due(rules, told, now))
                .extracting(Summary::stage)
                .isEqualTo(stage == null ? List.of() : List.of(stage));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-24T10:59:59Z, -",
                "2026-11-24T11:00:00Z, UPCOMING",
                "2026-12-02T10:59:59Z, UPCOMING",
                "2026-12-02T11:00:00Z, OVERDUE",
            })
    void takesTheDaysOfTheConfiguredZone(Instant now, ReviewStage stage) {
        var auckland = new ReviewCalendar(7, 7, 14, ZoneId.of("Pacific/Auckland"));
        var rules = List.of(rule("a").review("2026-12-02").until("2027-01-30").build());

        assertThat(new Campaign(auckland).due(rules, told, now))
                .extracting(Summary::stage)
                .isEqualTo(stage == null ? List.of() : List.of(stage));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // decided, review, until, due
                "2026-11-02, 2026-12-02, 2027-01-30, 2026-12-02",
                "2026-11-02, -, 2027-01-30, 2027-01-17",
                "2026-11-02, -, 2026-11-29, 2026-11-16",
                // Too short for that: half-way.
                "2026-11-02, -, 2026-11-11, 2026-11-07",
                "2026-11-02, -, 2026-11-02, 2026-11-03",
                // Not known when it was decided: since it was written.
                "-, -, 2026-11-09, 2026-11-06",
                "2026-11-02, -, -, -",
                "2026-11-02, 2026-12-02, -, 2026-12-02",
            })
    void findsADateForARuleThatNamesNone(
            LocalDate decided, LocalDate review, LocalDate until, LocalDate due) {
        var rule =
                RuleChanged.newBuilder(rule("a").build())
                        .setDecided(decided)
                        .setReview(review)
                        .setUntil(
                                until == null
                                        ? null
                                        : until.plusDays(1)
                                                .atStartOfDay()
                                                .toInstant(ZoneOffset.UTC))
                        .setAt(Instant.parse("2026-11-02T08:00:00Z"))
                        .build();

        assertThat(CALENDAR.reviewDate(rule)).isEqualTo(due);
    }

    @Test
    void makesOneSummaryOfAllRulesOfAnOwnerDueFirst() {
        var rules =
                List.of(
                        rule("late").owner("ada").review("2026-12-05").build(),
                        rule("soon-b").owner("ada").review("2026-12-02").build(),
                        rule("other").owner("bob").review("2026-12-03").build(),
                        rule("soon-a").owner("ada").review("2026-12-02").build(),
                        rule("far").owner("ada").review("2026-12-20").build(),
                        rule("past").owner("ada").review("2026-11-20").build());

        var due = campaign.due(rules, told, at("2026-12-01"));

        assertThat(due)
                .extracting(Summary::owner, Summary::stage, Summary::ruleIds)
                .containsExactly(
                        tuple("ada", ReviewStage.OVERDUE, List.of("past")),
                        tuple("ada", ReviewStage.UPCOMING, List.of("soon-a", "soon-b", "late")),
                        tuple("bob", ReviewStage.UPCOMING, List.of("other")));
    }

    @Test
    void saysWhatEachRuleAcceptsAndThatOneAcceptsNothing() {
        var rules =
                List.of(
                        rule("a").ticket("SEC-1").review("2026-12-02").until("2027-01-30").build(),
                        rule("b").review("2026-12-03").until("2027-01-30").build());
        var now = at("2026-12-01");
        var counts = Map.of("a", new AcceptedByRule.Count(new SeverityCounts(1, 2, 0, 0, 0, 3), 2));

        var summary = campaign.due(rules, told, now).getFirst();

        assertThat(summary.event(counts, now))
                .isEqualTo(
                        new ReviewDue(
                                summary.id(),
                                "platform@example.com",
                                ReviewStage.UPCOMING,
                                List.of(
                                        new ReviewItem(
                                                "a",
                                                "Rebuilt monthly.",
                                                "SEC-1",
                                                LocalDate.parse("2026-12-02"),
                                                Instant.parse("2027-01-31T00:00:00Z"),
                                                new SeverityCounts(1, 2, 0, 0, 0, 3),
                                                2),
                                        new ReviewItem(
                                                "b",
                                                "Rebuilt monthly.",
                                                null,
                                                LocalDate.parse("2026-12-03"),
                                                Instant.parse("2027-01-31T00:00:00Z"),
                                                new SeverityCounts(0, 0, 0, 0, 0, 0),
                                                0)),
                                now));
    }

    @Test
    void tellsTheSameSetOnceWhileItIsUpcoming() {
        var rules = List.of(rule("a").review("2026-12-02").build());

        assertThat(daysTold(rules, "2026-11-20", "2026-12-02")).containsExactly("2026-11-25");
    }

    @Test
    void repeatsWhatIsOverdueUntilSomebodyDecides() {
        var rules = List.of(rule("a").review("2026-12-02").until("2027-01-10").build());

        assertThat(daysTold(rules, "2026-12-03", "2027-01-20"))
                .containsExactly(
                        "2026-12-03",
                        "2026-12-10",
                        "2026-12-17",
                        "2026-12-24",
                        "2026-12-31",
                        "2027-01-07");
    }

    @Test
    void tellsRulesThatBecomeOverdueOneByOneTogetherFromThenOn() {
        var rules =
                List.of(
                        rule("a").review("2026-12-02").build(),
                        rule("b").review("2026-12-04").build());

        tell(rules, "2026-12-01");

        assertThat(daysTold(rules, "2026-12-03", "2026-12-31"))
                .containsExactly(
                        "2026-12-03", "2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26");
    }

    @Test
    void neverUsesAnIdTwiceUnlessItIsTheSameSummary() {
        var rules = new ArrayList<RuleChanged>();
        for (int n = 0; n < 12; n++) {
            rules.add(rule("r" + n).review(LocalDate.of(2026, 12, 1).plusDays(n * 3L)).build());
        }
        var ids = new ArrayList<String>();

        for (var day = LocalDate.of(2026, 11, 1); day.getYear() < 2028; day = day.plusDays(1)) {
            // Now and then somebody decides.
            if (day.getDayOfMonth() == 20 && !rules.isEmpty()) {
                rules.removeFirst();
            }
            for (var summary : campaign.due(rules, told, at(day.toString()))) {
                ids.add(summary.id());
                told.add(summary.event(Map.of(), at(day.toString())));
            }
        }

        assertThat(ids).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    @Test
    void givesTheSameIdToTheSameSummaryWhoeverMakesIt() {
        var one = rule("a").review("2026-12-02").build();
        var two = rule("b").review("2026-12-03").build();
        var reworded = RuleChanged.newBuilder(two).setReason("Another reason.").build();

        var ids = new HashSet<String>();
        ids.add(id(List.of(one, two), "2026-12-01T00:00:00Z"));
        ids.add(id(List.of(two, one), "2026-12-01T17:00:00Z"));
        ids.add(id(List.of(reworded, one), "2026-12-02T23:00:00Z"));

        assertThat(ids).hasSize(1);
        assertThat(ids.iterator().next()).matches("[0-9a-f]{32}");
        assertThat(id(List.of(one), "2026-12-01T00:00:00Z")).isNotIn(ids);
        assertThat(id(List.of(one, two), "2026-12-04T00:00:00Z")).isNotIn(ids);
    }

    @Test
    void tellsNobodyAgainBecauseARuleLeftTheSet() {
        var a = rule("a").review("2026-12-02").build();
        var b = rule("b").review("2026-12-02").build();
        tell(List.of(a, b), "2026-11-25");

        var renewed = RuleChanged.newBuilder(a).setReview(LocalDate.parse("2027-03-01")).build();
        var revoked = RuleChanged.newBuilder(a).setState(RuleState.REMOVED).build();

        assertThat(campaign.due(List.of(renewed, b), told, at("2026-11-26"))).isEmpty();
        assertThat(campaign.due(List.of(revoked, b), told, at("2026-11-26"))).isEmpty();
        assertThat(campaign.due(List.of(b), told, at("2026-11-26"))).isEmpty();
    }

    @Test
    void tellsANewOwnerAndOfANewDate() {
        var a = rule("a").owner("ada").review("2026-12-02").build();
        tell(List.of(a), "2026-11-25");

        var handedOver = RuleChanged.newBuilder(a).setOwner("bob").build();
        var moved = RuleChanged.newBuilder(a).setReview(LocalDate.parse("2026-12-03")).build();

        assertThat(campaign.due(List.of(handedOver), told, at("2026-11-26")))
                .extracting(Summary::owner)
                .containsExactly("bob");
        assertThat(campaign.due(List.of(moved), told, at("2026-11-26"))).hasSize(1);
    }

    @Test
    void listsEverythingThatIsNearWhenOneMoreIs() {
        var a = rule("a").review("2026-12-02").build();
        var b = rule("b").review("2026-12-04").build();
        tell(List.of(a, b), "2026-11-25");

        assertThat(campaign.due(List.of(a, b), told, at("2026-11-27")))
                .singleElement()
                .extracting(Summary::ruleIds)
                .isEqualTo(List.of("a", "b"));
    }

    @Test
    void looksAtRulesThatHoldOnly() {
        var due = rule("a").review("2026-12-02").build();

        assertThat(
                        campaign.due(
                                List.of(
                                        RuleChanged.newBuilder(due)
                                                .setState(RuleState.REFUSED)
                                                .build(),
                                        RuleChanged.newBuilder(due)
                                                .setState(RuleState.REMOVED)
                                                .build()),
                                told,
                                at("2026-12-01")))
                .isEmpty();
    }

    @Test
    void reviewsWhatForbidsWhereItNamesADate() {
        var forbids =
                RuleChanged.newBuilder(rule("n").review("2026-12-02").build())
                        .setKind(RuleKind.NEVER)
                        .setUntil(null)
                        .build();
        var forEver = RuleChanged.newBuilder(forbids).setId("m").setReview(null).build();

        assertThat(campaign.due(List.of(forbids, forEver), told, at("2026-12-01")))
                .singleElement()
                .extracting(Summary::ruleIds)
                .isEqualTo(List.of("n"));
    }

    private String id(List<RuleChanged> rules, String now) {
        return campaign.due(rules, new Told(), Instant.parse(now)).getFirst().id();
    }

    private void tell(List<RuleChanged> rules, String day) {
        var now = at(day);
        campaign.due(rules, told, now).forEach(due -> told.add(due.event(Map.of(), now)));
    }

    /** Looks at the calendar several times a day, and remembers what is told. */
    private List<String> daysTold(List<RuleChanged> rules, String first, String last) {
        var days = new ArrayList<String>();
        for (var now = at(first); now.isBefore(at(last)); now = now.plusSeconds(7 * 3600)) {
            for (var summary : campaign.due(rules, told, now)) {
                days.add(CALENDAR.day(now).toString());
                told.add(summary.event(Map.of(), now));
            }
        }
        return days;
    }

    private static Instant at(String day) {
        return LocalDate.parse(day).atTime(9, 0).toInstant(ZoneOffset.UTC);
    }
}
