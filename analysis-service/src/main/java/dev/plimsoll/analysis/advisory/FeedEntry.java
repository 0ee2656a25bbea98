package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import org.jspecify.annotations.Nullable;

/** One thing a feed says. */
sealed interface FeedEntry {

    record Advisory(AdvisoryChanged advisory) implements FeedEntry {}

    /** Listed as known to be exploited; {@code dueDate} as the catalogue writes it. */
    record Exploited(String vulnerability, @Nullable String dueDate) implements FeedEntry {}

    /** How likely it is to be exploited: {@code epss} and {@code percentile} are 0 to 1. */
    record Scored(String vulnerability, double epss, double percentile) implements FeedEntry {}

    /** It cannot be read; the others can. {@code where} is what people look for in the feed. */
    record Broken(String where, String reason) implements FeedEntry {}
}
