package dev.plimsoll.analysis.review;

import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewStage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was told of which review to whom, and when last: the topic, added up. For one thread. */
final class Told {

    private record Key(String owner, ReviewStage stage, String rule, LocalDate review) {}

    private final Map<Key, Instant> last = new HashMap<>();

    void add(ReviewDue summary) {
        for (var item : summary.getItems()) {
            last.merge(
                    new Key(
                            summary.getOwner(),
                            summary.getStage(),
                            item.getRule(),
                            item.getReview()),
                    summary.getAt(),
                    (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    Optional<Instant> last(String owner, ReviewStage stage, Summary.Due due) {
        return Optional.ofNullable(
                last.get(new Key(owner, stage, due.rule().getId(), due.review())));
    }
}
