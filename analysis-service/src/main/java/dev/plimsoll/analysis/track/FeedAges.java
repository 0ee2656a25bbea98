package dev.plimsoll.analysis.track;

import dev.plimsoll.event.FeedLoaded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** How old is what the feeds say? Asked of this instance's copy of them. */
public final class FeedAges {

    private final Supplier<Optional<Explanations.Stores>> stores;
    private final Duration staleAfter;
    private final InstantSource clock;

    /**
     * One feed.
     *
     * @param checkedAt when it was last asked for, and what it had was good
     * @param trouble why it cannot be relied on; null if it can
     */
    public record Age(String feed, Instant checkedAt, @Nullable String trouble) {}

    FeedAges(
            Supplier<Optional<Explanations.Stores>> stores,
            Duration staleAfter,
            InstantSource clock) {
        this.stores = stores;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    /** By name; empty while they cannot be read. */
    public List<Age> all() {
        try {
            return stores
                    .get()
                    .map(running -> new StoredAdvisories(running.named(AdvisoryStore.STORE)))
                    .map(StoredAdvisories::feeds)
                    .orElse(List.of())
                    .stream()
                    .map(this::age)
                    .sorted(Comparator.comparing(Age::feed))
                    .toList();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return List.of();
        }
    }

    private Age age(FeedLoaded feed) {
        var checked = feed.getCheckedAt();
        var checkedAt = checked == null ? feed.getLoadedAt() : checked;
        var alarm = feed.getAlarm();
        var stale =
                checkedAt.isBefore(clock.instant().minus(staleAfter)) ? "not checked since" : null;
        return new Age(feed.getFeed(), checkedAt, alarm == null ? stale : alarm);
    }
}
