package dev.plimsoll.ingest.scan.builtin;

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
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import dev.plimsoll.ingest.scan.system.Gaps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads images without help. Layers that are known are not fetched again. Safe for many threads.
 */
public final class BuiltinEngine {

    public static final String NAME = "builtin";

    /** Raised when the same image would give another inventory. */
    public static final String VERSION = "3";

    private static final int PARALLEL_LAYERS = 4;
    private static final int PARALLEL_BLOBS = 8;
    private static final long LAYER_CACHE_BYTES = 64L * 1024 * 1024;

    /** How often layers may be read again because links led elsewhere. */
    private static final int MAX_PASSES = 5;

    private final ScanLimits limits;
    private final SharedWork<LayerKey, LayerContents> layers =
            new SharedWork<>(
                    LAYER_CACHE_BYTES,
                    (_, contents) -> (int) Math.min(contents.weight(), Integer.MAX_VALUE));
    private final Semaphore blobs = new Semaphore(PARALLEL_BLOBS);
    private final Semaphore largeLayer = new Semaphore(1, true);

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
        var source = new Source(registry, repository, image, run, Deadline.in(limits.deadline()));
        var encodings = image.layers().stream().map(LayerEncoding::of).toList();
        var wanted = ImageContents.WANTED;
        for (int pass = 1; ; pass++) {
            var contents = readLayers(source, encodings, wanted);
            var merged = ImageContents.of(contents, wanted, source.deadline());
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
                                                                    ", ",
                                                                    merged.unreadFiles()
                                                                            .keySet())))));
                }
                var installation = run.time("inventory", () -> Installation.of(merged));
                gaps.addAll(installation.gaps());
                return new Inventory(
                        installation.distribution(),
                        installation.components(),
                        layers(image, contents, instructions),
                        description.config(),
                        installation.removed(),
                        installation.repositories(),
                        BaseClaim.of(image.annotations(), description.config().getLabels()),
                        shown(merged.traces().tools()),
                        shown(merged.traces().leftovers()),
                        gaps);
            }
            wanted = wanted.plus(merged.unreadFiles(), merged.unreadDirectories());
        }
    }

    private static @Nullable List<String> shown(@Nullable List<String> paths) {
        return paths == null ? null : paths.stream().map(Installation::shown).toList();
    }

    /** Where an image's layers come from, and until when. */
    private record Source(
            Registry registry,
            Repository repository,
            Manifest.Image image,
            ScanRun run,
            Deadline deadline) {}

    private List<LayerContents> readLayers(
            Source source, List<LayerEncoding> encodings, Wanted wanted) {
        var total = new ImageTotal(limits);
        return IntStream.range(0, source.image().layers().size())
                .boxed()
                .gather(
                        mapConcurrent(
                                PARALLEL_LAYERS,
                                index ->
                                        total.with(
                                                readLayer(
                                                        source,
                                                        encodings.get(index),
                                                        wanted,
                                                        index))))
                .toList();
    }

    private LayerContents readLayer(
            Source source, LayerEncoding encoding, Wanted wanted, int index) {
        if (encoding == LayerEncoding.FOREIGN) {
            return LayerContents.SKIPPED;
        }
        source.deadline().check();
        var layer = source.image().layers().get(index);
        return source.run()
                .time(
                        "layer " + index,
                        () ->
                                layers.get(
                                        new LayerKey(layer.digest(), encoding, wanted),
                                        () -> fetch(source, layer, encoding, wanted)),
                        contents ->
                                "%d entries, %d bytes"
                                        .formatted(
                                                contents.entries(), contents.uncompressedBytes()));
    }

    private LayerContents fetch(
            Source source, Descriptor layer, LayerEncoding encoding, Wanted wanted) {
        takePlace(source.deadline());
        try (var blob = source.registry().blob(source.repository(), layer)) {
            try {
                var contents =
                        LayerReader.read(
                                blob, encoding, wanted, limits, largeLayer, source.deadline());
                blob.verify();
                return contents;
            } catch (ImageRefusedException e) {
                if (!e.reason().ofContent()) {
                    throw e;
                }
                // Content may only be blamed once it is known to be the content.
                blob.verify();
                throw new ImageRefusedException(
                        e.reason(), "layer %s: %s".formatted(layer.digest(), e.getMessage()));
            } finally {
                source.run().addBlobBytes(blob.count());
            }
        } finally {
            blobs.release();
        }
    }

    /** Until the deadline: layers of other images may be slow. */
    private void takePlace(Deadline deadline) {
        try {
            while (!blobs.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                deadline.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(
                    "interrupted while a layer waited to be fetched", e);
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
