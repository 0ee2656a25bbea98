package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.system.Gaps;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import static java.util.stream.Gatherers.mapConcurrent;

import dev.plimsoll.event.Gap;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Descriptor;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Manifest;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * Reads images without help. Layers that are known are not fetched again. Safe for many threads.
 */
public final class BuiltinEngine {

    public static final String NAME = "builtin";

    /** Raised when the same image would give another inventory. */
    public static final String VERSION = "1";

    private static final int PARALLEL_LAYERS = 4;
    private static final int PARALLEL_BLOBS = 8;
    private static final long LAYER_CACHE_BYTES = 64L * 1024 * 1024;

    /** How often layers may be read again because links led elsewhere. */
    private static final int MAX_PASSES = 5;

    private final ScanLimits limits;
    private final SharedWork<LayerKey, LayerContents> layers =
            new SharedWork<>(LAYER_CACHE_BYTES, (_, contents) -> contents.weight());
    private final Semaphore blobs = new Semaphore(PARALLEL_BLOBS);

    /** Verified bytes, how they were taken to be packed, and what was looked for. */
    private record LayerKey(Digest digest, LayerEncoding encoding, Wanted wanted) {}

    public BuiltinEngine(ScanLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws ImageRefusedException for reasons that lie with the registry, not the image's content
     * @throws dev.plimsoll.ingest.registry.RegistryUnavailableException to be tried again
     */
    public ImageReading read(
            Registry registry, Repository repository, Manifest.Image image, ScanRun run) {
        var description =
                run.time(
                        "config",
                        () -> ImageDescription.parse(registry.config(repository, image.config())));
        var instructions =
                description.instructions().size() == image.layers().size()
                        ? description.instructions()
                        : List.<String>of();
        try {
            return new ImageReading(
                    image.config().digest(),
                    description.platform(),
                    new ImageReading.Outcome.Read(
                            inventory(
                                    registry, repository, image, description, instructions, run)));
        } catch (ImageRefusedException e) {
            if (!e.reason().ofContent()) {
                throw e;
            }
            return new ImageReading(
                    image.config().digest(),
                    description.platform(),
                    new ImageReading.Outcome.NotRead(
                            new ScanFailure(
                                    e.reason().kind(),
                                    e.reason().name(),
                                    String.valueOf(e.getMessage()),
                                    layers(image, List.of(), instructions))));
        }
    }

    private Inventory inventory(
            Registry registry,
            Repository repository,
            Manifest.Image image,
            ImageDescription description,
            List<String> instructions,
            ScanRun run) {
        var encodings = image.layers().stream().map(LayerEncoding::of).toList();
        var wanted = ImageContents.WANTED;
        for (int pass = 1; ; pass++) {
            var contents = readLayers(registry, repository, image, encodings, wanted, run);
            var merged = ImageContents.of(contents, wanted);
            boolean complete =
                    merged.unreadFiles().isEmpty() && merged.unreadDirectories().isEmpty();
            if (complete || pass == MAX_PASSES) {
                var gaps = new ArrayList<Gap>();
                gaps.addAll(foreign(image, encodings));
                gaps.addAll(mismatches(image, contents, description));
                if (!complete) {
                    gaps.add(
                            new Gap(
                                    Reason.LIMIT_LINKS.name(),
                                    "links lead on and on, last to '%s'"
                                            .formatted(
                                                    Printable.of(
                                                            String.join(
                                                                    ", ", merged.unreadFiles())))));
                }
                var installation = run.time("inventory", merged::installation);
                gaps.addAll(installation.gaps());
                return new Inventory(
                        installation.distribution(),
                        installation.components(),
                        layers(image, contents, instructions),
                        description.config(),
                        List.of(),
                        List.of(),
                        null,
                        gaps);
            }
            wanted = wanted.plus(merged.unreadFiles(), merged.unreadDirectories());
        }
    }

    private List<LayerContents> readLayers(
            Registry registry,
            Repository repository,
            Manifest.Image image,
            List<LayerEncoding> encodings,
            Wanted wanted,
            ScanRun run) {
        return IntStream.range(0, image.layers().size())
                .boxed()
                .gather(
                        mapConcurrent(
                                PARALLEL_LAYERS,
                                index ->
                                        readLayer(
                                                registry,
                                                repository,
                                                image.layers().get(index),
                                                encodings.get(index),
                                                wanted,
                                                index,
                                                run)))
                .toList();
    }

    private LayerContents readLayer(
            Registry registry,
            Repository repository,
            Descriptor layer,
            LayerEncoding encoding,
            Wanted wanted,
            int index,
            ScanRun run) {
        if (encoding == LayerEncoding.FOREIGN) {
            return LayerContents.SKIPPED;
        }
        return run.time(
                "layer " + index,
                () ->
                        layers.get(
                                new LayerKey(layer.digest(), encoding, wanted),
                                () -> fetch(registry, repository, layer, encoding, wanted, run)),
                contents ->
                        "%d entries, %d bytes"
                                .formatted(contents.entries(), contents.uncompressedBytes()));
    }

    private LayerContents fetch(
            Registry registry,
            Repository repository,
            Descriptor layer,
            LayerEncoding encoding,
            Wanted wanted,
            ScanRun run) {
        blobs.acquireUninterruptibly();
        try (var blob = registry.blob(repository, layer)) {
            try {
                var contents = LayerReader.read(blob, encoding, wanted, limits);
                blob.verify();
                return contents;
            } catch (ImageRefusedException e) {
                // Content may only be blamed once it is known to be the content.
                blob.verify();
                throw new ImageRefusedException(
                        e.reason(), "layer %s: %s".formatted(layer.digest(), e.getMessage()));
            } finally {
                run.addBlobBytes(blob.count());
            }
        } finally {
            blobs.release();
        }
    }

    private static List<Gap> foreign(Manifest.Image image, List<LayerEncoding> encodings) {
        var gaps = new Gaps(Reason.FOREIGN_LAYER_SKIPPED);
        for (int index = 0; index < encodings.size(); index++) {
            if (encodings.get(index) == LayerEncoding.FOREIGN) {
                gaps.add(
                        "layer %d, %s, may lie elsewhere and is not fetched"
                                .formatted(index, image.layers().get(index).digest()));
            }
        }
        return gaps.toList();
    }

    private static List<Gap> mismatches(
            Manifest.Image image, List<LayerContents> contents, ImageDescription description) {
        var gaps = new Gaps(Reason.CONFIG_MISMATCH);
        int layers = image.layers().size();
        if (description.diffIds().size() != layers) {
            gaps.add(
                    "the manifest has %d layers, the configuration %d"
                            .formatted(layers, description.diffIds().size()));
        } else {
            for (int index = 0; index < layers; index++) {
                var diffId = contents.get(index).diffId();
                if (diffId != null && !diffId.value().equals(description.diffIds().get(index))) {
                    gaps.add(
                            "layer %d is %s, the configuration says '%s'"
                                    .formatted(
                                            index,
                                            diffId,
                                            Printable.of(description.diffIds().get(index))));
                }
            }
        }
        int instructions = description.instructions().size();
        if (instructions != 0 && instructions != layers) {
            gaps.add(
                    "the manifest has %d layers, the history tells of %d"
                            .formatted(layers, instructions));
        }
        return gaps.toList();
    }

    private static List<Layer> layers(
            Manifest.Image image, List<LayerContents> contents, List<String> instructions) {
        return IntStream.range(0, image.layers().size())
                .mapToObj(
                        index -> {
                            var descriptor = image.layers().get(index);
                            var diffId = contents.isEmpty() ? null : contents.get(index).diffId();
                            return new Layer(
                                    descriptor.digest().value(),
                                    diffId == null ? null : diffId.value(),
                                    descriptor.size(),
                                    instructions.isEmpty() ? null : instructions.get(index));
                        })
                .toList();
    }
}
