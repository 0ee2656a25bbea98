package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import org.jspecify.annotations.Nullable;

/**
 * An image in {@code /images.ndjson}.
 *
 * @param repository without the host
 */
record ImageLine(
        String id,
        String registry,
        String repository,
        @Nullable String tag,
        String digest,
        String platform,
        String line,
        boolean head,
        String status,
        @Nullable String reason,
        @Nullable String baseImage,
        int components,
        Tally open,
        Tally accepted,
        int setAside,
        int fixable) {

    static ImageLine of(ImageDocument document) {
        var image = document.plimsoll().image();
        var counts = document.plimsoll().counts();
        return new ImageLine(
                image.id(),
                image.registry(),
                image.repository(),
                image.tag(),
                image.digest(),
                image.platform(),
                image.line(),
                image.head(),
                image.status(),
                image.reason(),
                image.baseImage(),
                image.components(),
                Tally.of(counts.open()),
                Tally.of(counts.accepted()),
                counts.setAside(),
                counts.fixable());
    }
}
