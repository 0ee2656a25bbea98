package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ImageStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in one image, as far as it could be told.
 *
 * @param found by finding id
 * @param complete what is not in {@code found} is not in the image
 * @param matched the inventory could be held against advisories
 * @param status of the image when it is neither clean nor affected; null otherwise
 * @param reason stable code; null when there is nothing to explain
 */
record Assessment(
        Map<String, Judged> found,
        boolean complete,
        boolean matched,
        @Nullable String ecosystem,
        @Nullable ImageStatus status,
        @Nullable String reason,
        @Nullable String message) {

    /** The image left the registry: everything in it is gone. */
    static final Assessment DELETED =
            new Assessment(
                    Map.of(),
                    true,
                    false,
                    null,
                    ImageStatus.DELETED,
                    "IMAGE_DELETED",
                    "the registry reported that it was deleted");

    /** There is nothing to look at; a scan that failed says why by itself. */
    static final Assessment NOTHING_READ =
            new Assessment(
                    Map.of(),
                    false,
                    false,
                    null,
                    ImageStatus.FAILED,
                    "INVENTORY_MISSING",
                    "what a scan found is not there: scan it again");
}
