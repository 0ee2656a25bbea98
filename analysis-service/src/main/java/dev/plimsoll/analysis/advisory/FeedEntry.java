package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing a feed says. */
sealed interface FeedEntry {

    record Advisory(AdvisoryChanged advisory) implements FeedEntry {}

    /** Listed as known to be exploited; {@code dueDate} as the catalogue writes it. */
    record Exploited(String vulnerability, @Nullable String dueDate) implements FeedEntry {}

    /** How likely it is to be exploited: {@code epss} and {@code percentile} are 0 to 1. */
    record Scored(String vulnerability, double epss, double percentile) implements FeedEntry {}

    /** What the feed holds is at least of that time. */
    record Dated(Instant time) implements FeedEntry {}

    /**
     * It cannot be read; the others can.
     *
     * @param where what people look for in the feed
     * @param id of the record, where it can be told: it is there, so it did not leave its feed
     */
    record Broken(String where, @Nullable String id, String reason) implements FeedEntry {}
}
