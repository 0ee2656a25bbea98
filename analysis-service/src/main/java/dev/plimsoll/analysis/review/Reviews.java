package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.decide.Actor;
import dev.plimsoll.analysis.decide.LiveRules;
import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import dev.plimsoll.analysis.review.ReviewList.Entry;
import dev.plimsoll.analysis.review.ReviewList.Versioned;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules and what they accept at this moment, as the page and the API show them. */
final class Reviews {

    /** Rows and forms on one page; a browser does not like many more. */
    static final int LISTED = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LiveRules rules;
    private final AcceptedByRule accepted;
    private final ReviewList list;
    private final InstantSource clock;

    Reviews(LiveRules rules, AcceptedByRule accepted, ReviewList list, InstantSource clock) {
        this.rules = rules;
        this.accepted = accepted;
        this.list = list;
        this.clock = clock;
    }

    /**
     * @param counted whether it is known what the rules accept
     */
    record Listed(List<Entry> entries, List<ReviewsPage.Row> rows, boolean counted) {}

    /**
     * @param owner whose rules; null for everybody's
     * @param atMost rows
     * @throws dev.plimsoll.analysis.decide.KafkaAwayException if the rules are not known now
     */
    Listed of(@Nullable String owner, int atMost) {
        rules.catchUp(PATIENCE);
        var now = clock.instant();
        var entries =
                list.entries(
                        rules.heldRules().stream()
                                .map(
                                        held ->
                                                new Versioned(
                                                        held.event(),
                                                        held.version(),
                                                        held.event().getBy().equals(Actor.FILE)))
                                .filter(
                                        held ->
                                                owner == null
                                                        || held.rule().getOwner().equals(owner))
                                .toList(),
                        now);
        var shown = entries.stream().limit(atMost).toList();
        var counts = counts(shown);
        return new Listed(
                entries,
                shown.stream().map(entry -> list.row(entry, counts, now)).toList(),
                counts != null);
    }

    private @Nullable Map<String, AcceptedByRule.Count> counts(List<Entry> entries) {
        try {
            return accepted.of(entries.stream().map(entry -> entry.rule().rule().getId()).toList());
        } catch (ElasticsearchAwayException e) {
            return null;
        }
    }

    ReviewsPage page(
            @Nullable String owner, boolean mayDecide, ReviewsPage.@Nullable Notice notice) {
        var listed = of(owner, LISTED);
        return new ReviewsPage(
                owner,
                owner == null ? ReviewList.owners(listed.entries()) : List.of(),
                listed.rows(),
                listed.entries().size() - listed.rows().size(),
                listed.counted(),
                mayDecide,
                list.latest(clock.instant()).toString(),
                notice);
    }
}
