package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up the layers of one image. Counted when a layer is done, not while it is read: layers are
 * shared between images, and none may fail for what another image has beside it.
 */
final class ImageTotal {

    private final ScanLimits limits;
    private final AtomicLong uncompressedBytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    ImageTotal(ScanLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws ImageRefusedException if it is too much with this layer
     */
    LayerContents with(LayerContents layer) {
        check(
                uncompressedBytes.addAndGet(layer.uncompressedBytes()),
                limits.imageUncompressedBytes(),
                Reason.LIMIT_UNCOMPRESSED,
                "the layers have more than %d bytes together");
        check(
                entries.addAndGet(layer.entries()),
                limits.imageEntries(),
                Reason.LIMIT_ENTRIES,
                "the layers have more than %d entries together");
        check(
                bytes.addAndGet(layer.weight()),
                limits.imageBytes(),
                Reason.LIMIT_PKGDB,
                "more than %d bytes would have to be kept of the layers together");
        return layer;
    }

    private static void check(long value, long limit, Reason reason, String message) {
        if (value > limit) {
            throw new ImageRefusedException(reason, message.formatted(limit));
        }
    }
}
