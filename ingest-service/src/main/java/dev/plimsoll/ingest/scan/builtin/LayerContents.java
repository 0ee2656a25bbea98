package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a layer leaves.
 *
 * @param diffId of the uncompressed tar, null if the layer was not read
 * @param entries all, also those that are not kept
 * @param removals what goes of the wanted paths of the layers below
 * @param items in the order of the layer; of duplicates the last
 * @param duplicates files that are kept and came more than once
 * @param traces paths that tell how the image was built
 * @param languageFiles that name packages, have gaps, or are programs
 * @param hardLinks to files that the layer itself does not have
 * @param morePrograms whether there are more unexplained programs than {@code languageFiles} lists
 * @param gaps without the number of the layer, which is not known here
 * @param weight approximate bytes in memory
 */
record LayerContents(
        @Nullable Digest diffId,
        long uncompressedBytes,
        long entries,
        List<Removal> removals,
        List<LayerItem> items,
        List<String> duplicates,
        LayerPaths paths,
        Traces traces,
        List<LanguageFile> languageFiles,
        List<LayerItem.HardLink> hardLinks,
        boolean morePrograms,
        List<Gap> gaps,
        long weight) {

    /** Of a layer that is not fetched. */
    static final LayerContents SKIPPED =
            new LayerContents(
                    null,
                    0,
                    0,
                    List.of(),
                    List.of(),
                    List.of(),
                    LayerPaths.NONE,
                    Traces.NONE,
                    List.of(),
                    List.of(),
                    false,
                    List.of(),
                    0);

    LayerContents {
        removals = List.copyOf(removals);
        items = List.copyOf(items);
        duplicates = List.copyOf(duplicates);
        languageFiles = List.copyOf(languageFiles);
        hardLinks = List.copyOf(hardLinks);
        gaps = List.copyOf(gaps);
    }
}
