package dev.plimsoll.notify.review;

import static dev.plimsoll.notify.Samples.NOON;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.SecretUrl;
import dev.plimsoll.notify.ledger.LedgerKey;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewPlannerTest {

    private static final Destination CHAT =
            new Destination.Slack(SecretUrl.of("https://hooks.example.com/services/x"));
    private static final Destination MAIL =
            new Destination.Mail(
                    "Plimsoll <plimsoll@example.com>", List.of("Team <team@Apps.example.com>"));

    @Test
    void makesOneRecordForEachDestinationWithTheSummarysOwnId() {
        var due = review(ReviewStage.UPCOMING, ruleDue("python-base", "2026-12-02"));

        var planned = planner(Map.of("team-chat", CHAT)).plan(due);

        assertThat(planned).containsExactly(planned(due));
        assertThat(planned.getFirst().getPlannedAt()).isEqualTo(NOON);
    }

    @Test
    void plansTheSameRecordsForTheSameSummaryWhateverItCounts() {
        var due = review(ReviewStage.UPCOMING, ruleDue("python-base", "2026-12-02"));
        var later = ReviewDue.newBuilder(due).setAt(NOON.plusSeconds(60)).build();
        var planner = planner(Map.of("team-chat", CHAT, "on-call", CHAT));

        assertThat(planner.plan(later).stream().map(LedgerKey::of))
                .containsExactlyElementsOf(planner.plan(due).stream().map(LedgerKey::of).toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void plansNothingWhereNothingIsDueOrNobodyIsConfigured() {
        assertThat(planner(Map.of("team-chat", CHAT)).plan(review(ReviewStage.OVERDUE))).isEmpty();
        assertThat(planner(Map.of()).plan(review(ReviewStage.OVERDUE, ruleDue("a", "2026-12-02"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "platform, UPCOMING, platform-chat",
        "Platform, UPCOMING, platform-chat",
        "platform, OVERDUE, platform-chat on-call",
        "another, UPCOMING, letters on-call platform-chat",
        "another, OVERDUE, letters on-call platform-chat",
        "ada@example.com, UPCOMING, letters:ada@example.com",
        "ada@example.com, OVERDUE, letters:ada@example.com on-call",
        "ada@APPS.example.com, UPCOMING, letters:ada@APPS.example.com",
        // Whoever writes a rule could have it mailed to anywhere.
        "ada@evil.example, UPCOMING, letters on-call platform-chat",
        "ada@example.com.evil.example, UPCOMING, letters on-call platform-chat",
        "'x@evil.example, ada@example.com', UPCOMING, letters on-call platform-chat",
        "Ada <ada@example.com>, UPCOMING, letters on-call platform-chat",
        "@example.com, UPCOMING, letters on-call platform-chat",
    })
    void tellsTheOwnerAndWhenOverdueMorePeople(String owner, ReviewStage stage, String addressees) {
        var routes =
                new ReviewRoutes(
                        destinations(
                                Map.of("platform-chat", CHAT, "letters", MAIL, "on-call", CHAT)),
                        Map.of("platform", List.of("platform-chat")),
                        List.of("on-call"));

        assertThat(told(routes, owner, stage)).containsExactly(addressees.split(" "));
    }

    @Test
    void tellsEverybodyOfWhatIsOverdueUnlessSomebodyIsNamed() {
        var routes =
                new ReviewRoutes(
                        destinations(Map.of("chat", CHAT, "letters", MAIL)), Map.of(), List.of());

        assertThat(told(routes, "ada@example.com", ReviewStage.UPCOMING))
                .containsExactly("letters:ada@example.com");
        assertThat(told(routes, "ada@example.com", ReviewStage.OVERDUE))
                .containsExactly("letters:ada@example.com", "chat", "letters");
    }

    @Test
    void doesNotMailAnOwnerForWhomADestinationIsConfigured() {
        var routes =
                new ReviewRoutes(
                        destinations(Map.of("chat", CHAT, "letters", MAIL)),
                        Map.of("ada@example.com", List.of("chat")),
                        List.of());

        assertThat(told(routes, "Ada@Example.com", ReviewStage.UPCOMING)).containsExactly("chat");
    }

    private static List<String> told(ReviewRoutes routes, String owner, ReviewStage stage) {
        var due =
                ReviewDue.newBuilder(review(stage, ruleDue("python-base", "2026-12-02")))
                        .setOwner(owner)
                        .build();
        return new ReviewPlanner(routes)
                .plan(due).stream().map(AlertRecorded::getDestination).toList();
    }

    private static ReviewPlanner planner(Map<String, Destination> destinations) {
        return new ReviewPlanner(new ReviewRoutes(destinations(destinations), Map.of(), List.of()));
    }

    private static SequencedMap<String, Destination> destinations(
            Map<String, Destination> destinations) {
        return new TreeMap<>(destinations);
    }
}
