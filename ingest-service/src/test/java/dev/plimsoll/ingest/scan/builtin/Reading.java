package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.ingest.scan.language.LanguageLimits;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import dev.plimsoll.ingest.scan.layer.LayerLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** Reads layers as the engine does, without a registry. */
final class Reading {

    /** Caps that tests reach without much work. */
    static final ScanLimits SMALL =
            new ScanLimits(
                    new LayerLimits(64 << 20, 200, 1 << 20, 10_000, 100_000),
                    LanguageLimits.USUAL,
                    1_000,
                    1 << 20,
                    2 << 20,
                    1 << 19,
                    4 << 20,
                    128 << 20,
                    200_000,
                    Duration.ofMinutes(5));

    private Reading() {}

    static LayerContents layer(InputStream layer, LayerEncoding encoding, ScanLimits limits) {
        return layer(layer, encoding, ImageContents.WANTED, limits);
    }

    /** What the layers, lowest first, have installed. */
    static Installation installation(Layer... layers) {
        var wanted = ImageContents.WANTED;
        for (int pass = 1; ; pass++) {
            var looking = wanted;
            var read =
                    Arrays.stream(layers)
                            .map(
                                    layer ->
                                            layer(
                                                    new ByteArrayInputStream(layer.tar()),
                                                    LayerEncoding.PLAIN,
                                                    looking,
                                                    SMALL))
                            .toList();
            var merged = ImageContents.of(read, looking, Deadline.in(SMALL.deadline()));
            if ((merged.unreadFiles().isEmpty() && merged.unreadDirectories().isEmpty())
                    || pass == 5) {
                return Installation.of(merged);
            }
            wanted = wanted.plus(merged.unreadFiles(), merged.unreadDirectories());
        }
    }

    private static LayerContents layer(
            InputStream layer, LayerEncoding encoding, Wanted wanted, ScanLimits limits) {
        return LayerReader.read(
                layer, encoding, wanted, limits, new Semaphore(1), Deadline.in(limits.deadline()));
    }
}
