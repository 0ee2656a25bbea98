package dev.plimsoll.analysis.track;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a partition has looked at what changes from outside.
 *
 * @param advisories offset in the topic of advisories
 * @param rules offset in the topic of rules
 * @param images offset in each partition of the topic of assessed images
 * @param decidedAt acceptances that ended before have been noticed
 * @param staleEcosystems whose feeds were noticed to be too old
 * @param day in UTC, on which it was looked whether releases have ended; null before the first time
 */
record Watermark(
        long advisories,
        long rules,
        Map<Integer, Long> images,
        Instant decidedAt,
        Set<String> staleEcosystems,
        @Nullable LocalDate day) {

    /** State of the first release has no ecosystems. */
    Watermark {
        staleEcosystems = staleEcosystems == null ? Set.of() : Set.copyOf(staleEcosystems);
    }
}
