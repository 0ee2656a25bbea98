package dev.plimsoll.ingest.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the coverage of the watched registries.
 *
 * @param at when it was known
 */
record Coverage(Instant at, List<OfRegistry> registries) {

    /** Before anything was listed. */
    static final Coverage UNKNOWN = new Coverage(Instant.EPOCH, List.of());

    Coverage {
        registries = List.copyOf(registries);
    }

    /** What is counted and filtered by. */
    enum State {
        COVERED,
        ON_ITS_WAY,
        MISSED,
        LOST,
        FAILED,
        UNSUPPORTED,
        EXCLUDED,
        NO_IMAGE,
        UNREADABLE;

        static State of(Standing standing) {
            return switch (standing) {
                case Standing.Covered _ -> COVERED;
                case Standing.OnItsWay _ -> ON_ITS_WAY;
                case Standing.Missed _ -> MISSED;
                case Standing.Lost _ -> LOST;
                case Standing.Failed _ -> FAILED;
                case Standing.Unsupported _ -> UNSUPPORTED;
                case Standing.Excluded _ -> EXCLUDED;
                case Standing.NoImage _ -> NO_IMAGE;
                case Standing.Unreadable _ -> UNREADABLE;
            };
        }
    }

    /**
     * A tag.
     *
     * @param digest of what it names, empty where nobody looked
     */
    record Entry(TagName name, String digest, Standing standing) {}

    /**
     * One registry.
     *
     * @param catalogue the last listing; null before the first one
     * @param knownAt when it was last listed to its end; null if never
     * @param stale whether that is too long ago
     * @param problem why the last listing failed or is not whole
     * @param heldBack how many tags vanished at once, too many to be believed
     * @param entries in the order of their names, covered ones too
     */
    record OfRegistry(
            String registry,
            CatalogueKind kind,
            @Nullable Catalogue catalogue,
            @Nullable Instant knownAt,
            boolean stale,
            @Nullable String problem,
            int heldBack,
            List<Entry> entries) {

        OfRegistry {
            entries = List.copyOf(entries);
        }

        Map<State, Integer> counts() {
            var counts = new EnumMap<State, Integer>(State.class);
            for (var state : State.values()) {
                counts.put(state, 0);
            }
            entries.forEach(entry -> counts.merge(State.of(entry.standing()), 1, Integer::sum));
            return counts;
        }

        /** NaN before anything was listed: not known is not none. */
        double count(State... states) {
            if (catalogue == null) {
                return Double.NaN;
            }
            var counts = counts();
            double sum = 0;
            for (var state : states) {
                sum += counts.getOrDefault(state, 0);
            }
            return sum;
        }

        /** Repositories whose tags are not known, and why. */
        List<Map.Entry<String, String>> unlisted() {
            var unlisted = new ArrayList<Map.Entry<String, String>>();
            if (catalogue != null) {
                catalogue
                        .repositories()
                        .forEach(
                                (name, listed) -> {
                                    if (listed.problem() != null) {
                                        unlisted.add(Map.entry(name, listed.problem()));
                                    }
                                });
            }
            return unlisted;
        }
    }

    Optional<OfRegistry> of(String registry) {
        return registries.stream().filter(one -> one.registry().equals(registry)).findFirst();
    }
}
