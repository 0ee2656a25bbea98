package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.review.SampleRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.review.ReviewList.Versioned;
import dev.plimsoll.analysis.review.ReviewsPage.Owner;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewListTest {

    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    private final ReviewList list =
            new ReviewList(new ReviewCalendar(7, 7, 14, ZoneOffset.UTC), 90);

    @Test
    void listsWhatIsDueFirstAndWhatEndedLast() {
        var rules =
                Stream.of(
                        rule("later").review("2027-03-01").build(),
                        rule("ended").review("2026-11-20").until("2026-11-25").build(),
                        rule("soon").review("2026-12-08").build(),
                        rule("oldest").review("2026-11-01").build(),
                        rule("overdue").review("2026-11-30").build(),
                        RuleChanged.newBuilder(rule("refused").build())
                                .setState(RuleState.REFUSED)
                                .build());

        assertThat(list.entries(rules.map(ReviewListTest::held).toList(), NOW))
                .extracting(entry -> entry.rule().rule().getId() + " " + entry.stage())
                .containsExactly(
                        "oldest OVERDUE",
                        "overdue OVERDUE",
                        "soon UPCOMING",
                        "later LATER",
                        "ended ENDED");
    }

    @Test
    void countsWhatIsDueForEachOwner() {
        var rules =
                Stream.of(
                        rule("a").owner("ada").review("2026-12-03").build(),
                        rule("b").owner("bob & co").review("2026-11-01").build(),
                        rule("c").owner("bob & co").review("2026-12-03").build(),
                        rule("d").owner("cleo").review("2027-03-01").build());

        assertThat(ReviewList.owners(list.entries(rules.map(ReviewListTest::held).toList(), NOW)))
                .containsExactly(
                        new Owner("bob & co", "/reviews?owner=bob%20%26%20co", 1, 1, 2),
                        new Owner("ada", "/reviews?owner=ada", 0, 1, 1),
                        new Owner("cleo", "/reviews?owner=cleo", 0, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, 2026-11-30: 1 day overdue",
        "2026-11-21, 2026-11-21: 10 days overdue",
        "2026-12-01, 2026-12-01: today",
        "2026-12-02, 2026-12-02: in 1 day",
        "2026-12-09, 2026-12-09",
    })
    void saysHowFarAReviewIs(String review, String due) {
        assertThat(row(rule("a").review(review).build(), Map.of()).due()).isEqualTo(due);
    }

    @Test
    void saysThatADateIsOnlyDerived() {
        var row = row(rule("a").until("2026-12-20").build(), Map.of());

        assertThat(row.due()).isEqualTo("2026-12-07, by its end: in 6 days");
        assertThat(row.until()).isEqualTo("2026-12-20");
    }

    @Test
    void saysWhatARuleAcceptsNothingOrThatNobodyKnows() {
        var rule = rule("a").build();
        var counts = Map.of("a", new AcceptedByRule.Count(new SeverityCounts(1, 2, 0, 0, 0, 3), 1));

        assertThat(row(rule, counts).accepts())
                .isEqualTo("1 critical, 2 high, 3 of unknown severity in 1 image");
        assertThat(row(rule, Map.of()).accepts()).isEqualTo("nothing now");
        assertThat(row(rule, null).accepts()).isNull();
    }

    @Test
    void saysWhereARuleOfAFileIsChangedAndToWhat() {
        var rule =
                rule("a").review("2026-12-02").until("2027-01-30").ofFile("base.yaml", 7).build();

        var row =
                list.row(
                        list.entries(List.of(new Versioned(rule, "3", true)), NOW).getFirst(),
                        Map.of(),
                        NOW);

        assertThat(row.kept())
                .isEqualTo(
                        new ReviewsPage.Kept(
                                "base.yaml",
                                7,
                                "  decided: 2026-12-01\n"
                                        + "  review: 2026-12-31\n"
                                        + "  until: 2027-02-28\n"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // decided, review, until: next review, next end
                "2026-11-02, 2026-12-02, 2027-01-31, 2026-12-31, 2027-03-01",
                "2026-11-02, 2026-11-09, 2026-11-16, 2026-12-08, 2026-12-15",
                // Not longer than allowed, and not less than a day.
                "2026-01-01, 2026-10-02, 2026-12-31, 2027-03-01, 2027-03-01",
                "2026-11-02, 2026-11-02, 2026-11-02, 2026-12-02, 2026-12-02",
                "-, 2026-12-02, 2027-01-31, 2026-12-31, 2027-03-01",
                "2026-11-02, -, -, 2026-12-31, -",
            })
    void suggestsDatesAsFarAsBefore(
            LocalDate decided,
            LocalDate review,
            LocalDate until,
            LocalDate nextReview,
            LocalDate nextUntil) {
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
                        .build();

        assertThat(Suggestion.of(rule, review, LocalDate.parse("2026-12-01"), 90))
                .isEqualTo(new Suggestion(LocalDate.parse("2026-12-01"), nextReview, nextUntil));
    }

    @Test
    void sendsFormsToTheAddressOfTheRule() {
        assertThat(row(rule("team/web.base_1").build(), Map.of()).action())
                .isEqualTo("/reviews/team/web.base_1");
    }

    private ReviewsPage.Row row(
            RuleChanged rule, @Nullable Map<String, AcceptedByRule.Count> counts) {
        return list.row(list.entries(List.of(held(rule)), NOW).getFirst(), counts, NOW);
    }

    private static Versioned held(RuleChanged rule) {
        return new Versioned(rule, "0", false);
    }
}
