package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.EndOfLife;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageStatus;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an image may be called.
 *
 * @param empty its status if it has no findings
 * @param affected its status if it has some
 * @param reason stable code; null when there is nothing to explain
 */
record Standing(
        ImageStatus empty,
        ImageStatus affected,
        @Nullable String reason,
        @Nullable String message) {

    /** Reasons that time alone gives and takes. */
    static final Set<String> OF_TIME = Set.of(Freshness.FEED_STALE, EndOfLife.REASON);

    /** Everything was read, and held against advisories that are fresh. */
    static final Standing SOUND = new Standing(ImageStatus.CLEAN, ImageStatus.AFFECTED, null, null);

    /** Nothing was held against advisories; what is known is of an earlier time. */
    static Standing unknown(ImageStatus status, String reason, String message) {
        return new Standing(status, status, reason, message);
    }

    /**
     * A part could not be read or not be matched: findings count, but none does not mean clean.
     *
     * @param inventory what could not be read
     * @param matching what could not be matched
     */
    static Standing partial(List<Gap> inventory, List<Gap> matching) {
        var gap = inventory.isEmpty() ? matching.getFirst() : inventory.getFirst();
        int others = inventory.size() + matching.size() - 1;
        return new Standing(
                statusOf(gap.getReason()),
                ImageStatus.AFFECTED,
                gap.getReason(),
                "%s: %s%s"
                        .formatted(
                                inventory.isEmpty()
                                        ? "not everything could be matched"
                                        : "the inventory is partial",
                                gap.getMessage(),
                                others == 0 ? "" : " (and %d more)".formatted(others)));
    }

    /**
     * The status of an image in which nothing was found, and something not looked at because of
     * {@code reason}.
     */
    private static ImageStatus statusOf(String reason) {
        if (reason.equals("ADVISORIES_MISSING")) {
            return ImageStatus.STALE;
        }
        return reason.startsWith("DISTRO_")
                        || reason.contains("UNSUPPORTED")
                        || reason.equals("PACKAGES_FOREIGN")
                ? ImageStatus.UNSUPPORTED
                : ImageStatus.FAILED;
    }

    ImageStatus status(boolean hasFindings) {
        return hasFindings ? affected : empty;
    }
}
