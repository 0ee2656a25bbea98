package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.FeedLoaded;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Whether what the feeds say of an ecosystem is young enough to be relied on. */
public final class FeedFreshness {

    private FeedFreshness() {}

    /**
     * Why the advisories for {@code ecosystem} cannot be relied on, in words; empty if they can.
     * Every feed that covers the ecosystem counts: of two, each may be the one that would have told
     * of a new vulnerability. A feed that was refused or not reached has not been checked.
     *
     * @param feeds the last state of each feed
     * @param ecosystem as findings have it, for example "Debian:12" or "PyPI"
     * @param limit age of the last successful check up to which a feed is fresh, inclusive
     */
    public static Optional<String> stale(
            Collection<FeedLoaded> feeds, String ecosystem, Instant now, Duration limit) {
        var oldest =
                feeds.stream()
                        .filter(feed -> feed.getEcosystems().contains(ecosystem))
                        .min(
                                Comparator.comparing(FeedFreshness::checkedAt)
                                        .thenComparing(FeedLoaded::getFeed));
        if (oldest.isEmpty()) {
            return Optional.of("no feed has advisories for '%s' yet".formatted(ecosystem));
        }
        return oldest.filter(feed -> checkedAt(feed).isBefore(now.minus(limit)))
                .map(FeedFreshness::message);
    }

    /** When its location was last asked and what it had was good. */
    static Instant checkedAt(FeedLoaded feed) {
        var checkedAt = feed.getCheckedAt();
        return checkedAt == null ? feed.getLoadedAt() : checkedAt;
    }

    private static String message(FeedLoaded feed) {
        var message =
                "feed '%s' was last checked at %s"
                        .formatted(feed.getFeed(), checkedAt(feed).truncatedTo(ChronoUnit.SECONDS));
        return feed.getAlarm() == null ? message : message + "; since then: " + feed.getAlarm();
    }
}
