package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.registry.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a layer leaves.
 *
 * @param diffId of the uncompressed tar, null if the layer was not read
 * @param entries all, also those that are not kept
 * @param removals what goes of the layers below
 * @param items in the order of the layer; of duplicates the last
 * @param duplicates files that are kept and came more than once
 */
record LayerContents(
        @Nullable Digest diffId,
        long uncompressedBytes,
        long entries,
        List<Removal> removals,
        List<LayerItem> items,
        List<String> duplicates) {

    /** Of a layer that is not fetched. */
    static final LayerContents SKIPPED =
            new LayerContents(null, 0, 0, List.of(), List.of(), List.of());

    LayerContents {
        removals = List.copyOf(removals);
        items = List.copyOf(items);
        duplicates = List.copyOf(duplicates);
    }

    /** Approximate bytes in memory. */
    int weight() {
        long weight = 500 + 150L * removals.size();
        for (var item : items) {
            weight += 150 + item.path().length();
            if (item instanceof LayerItem.File(_, var content)) {
                weight += content.length;
            }
        }
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }
}
