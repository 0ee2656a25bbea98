package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.RemovalPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in one image, as far as it could be told.
 *
 * @param found by finding id
 * @param complete what is not in {@code found} is not in the image
 * @param matched the inventory could be held against advisories
 * @param ecosystem of the operating system packages, if they could be matched
 * @param languageEcosystems of the language packages that were matched
 * @param plans what options would remove, by the package database
 * @param standing what the image may be called
 */
record Assessment(
        Map<String, Judged> found,
        boolean complete,
        boolean matched,
        @Nullable String ecosystem,
        List<String> languageEcosystems,
        List<RemovalPlan> plans,
        Standing standing) {

    /** The image left the registry: everything in it is gone. */
    static final Assessment DELETED =
            nothing(
                    true,
                    new Standing(
                            ImageStatus.DELETED,
                            ImageStatus.DELETED,
                            "IMAGE_DELETED",
                            "the registry reported that it was deleted"));

    /** There is nothing to look at; a scan that failed says why by itself. */
    static final Assessment NOTHING_READ =
            nothing(
                    false,
                    new Standing(
                            ImageStatus.FAILED,
                            ImageStatus.FAILED,
                            "INVENTORY_MISSING",
                            "what a scan found is not there: scan it again"));

    static Assessment nothing(boolean complete, Standing standing) {
        return new Assessment(Map.of(), complete, false, null, List.of(), List.of(), standing);
    }

    Assessment withStanding(Standing other) {
        return new Assessment(
                found, complete, matched, ecosystem, languageEcosystems, plans, other);
    }
}
