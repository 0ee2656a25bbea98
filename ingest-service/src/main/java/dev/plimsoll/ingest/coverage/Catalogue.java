package dev.plimsoll.ingest.coverage;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a registry held between two points in time.
 *
 * @param repositories by name
 * @param complete whether every repository that the registry tells of is here
 * @param namesAllRepositories whether it tells of all
 * @param malformed how many entries were no names
 */
record Catalogue(
        String registry,
        Instant begun,
        Instant ended,
        SortedMap<String, Listed> repositories,
        boolean complete,
        boolean namesAllRepositories,
        int malformed) {

    Catalogue {
        repositories = Collections.unmodifiableSortedMap(new TreeMap<>(repositories));
    }

    /**
     * A repository.
     *
     * @param problem why its tags are not, or not all, here; null if they are
     */
    record Listed(SortedMap<String, Present> tags, @Nullable String problem) {

        Listed {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }

        static Listed unknown(String problem) {
            return new Listed(new TreeMap<>(), problem);
        }
    }

    /** Whether everything was listed to its end. */
    boolean whole() {
        return complete
                && repositories.values().stream().allMatch(listed -> listed.problem() == null);
    }

    /** Whether the tag is not there. Whatever could not be listed lacks nothing. */
    boolean lacks(TagName name) {
        var listed = repositories.get(name.repository());
        if (listed == null) {
            return complete && namesAllRepositories;
        }
        return listed.problem() == null && !listed.tags().containsKey(name.tag());
    }
}
