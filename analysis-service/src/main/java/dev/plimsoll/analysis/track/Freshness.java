package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.advisory.FeedFreshness;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.analysis.match.EndOfLife;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the advisories for an image are young enough to call it clean or affected.
 *
 * @param limit age of the last check of a feed up to which it counts as fresh
 */
record Freshness(Advisories advisories, Duration limit) {

    /** Reason code of images whose feeds have not been read for too long. */
    static final String FEED_STALE = "FEED_STALE";

    /**
     * How an image stands in which everything was read and held against the advisories of {@code
     * ecosystems}. A release that has ended is never clean (D25): nobody looks for flaws in it.
     */
    Standing standing(Inventory inventory, Collection<String> ecosystems, Instant now) {
        return stale(ecosystems, now).or(() -> ended(inventory, now)).orElse(Standing.SOUND);
    }

    private static Optional<Standing> ended(Inventory inventory, Instant now) {
        return EndOfLife.of(inventory)
                .filter(end -> end.hasPassed(now))
                .map(
                        end ->
                                new Standing(
                                        ImageStatus.STALE,
                                        ImageStatus.AFFECTED,
                                        EndOfLife.REASON,
                                        end.message()));
    }

    private Optional<Standing> stale(Collection<String> ecosystems, Instant now) {
        return ecosystems.stream()
                .flatMap(ecosystem -> stale(ecosystem, now).stream())
                .findFirst()
                .map(why -> Standing.unknown(ImageStatus.STALE, FEED_STALE, why));
    }

    /** The ecosystems that feeds cover, but not any more as they should. */
    Set<String> staleEcosystems(Instant now) {
        return advisories.feeds().stream()
                .map(FeedLoaded::getEcosystems)
                .flatMap(Collection::stream)
                .distinct()
                .filter(ecosystem -> stale(ecosystem, now).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> stale(String ecosystem, Instant now) {
        return FeedFreshness.stale(advisories.feeds(), ecosystem, now, limit);
    }
}
