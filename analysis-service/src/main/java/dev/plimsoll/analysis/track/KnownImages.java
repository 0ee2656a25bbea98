package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Every instance's knowledge of which images exist, by the layers they consist of: how an image
 * finds the one it was built on.
 *
 * <p>What a tag stood for stays known when the tag moves on, since images built on it stay built on
 * it. Only a deletion makes it unknown.
 */
final class KnownImages {

    static final String STORE = "known-images";

    private static final String NUL = "\0";
    private static final StringSerializer PREFIX = new StringSerializer();

    private KnownImages() {}

    /** Takes one record of the topic of assessed images. */
    static void take(
            KeyValueStore<String, byte[]> rows,
            String key,
            @Nullable SpecificRecord event,
            int partition,
            long offset) {
        if (event instanceof ImageAssessed assessed) {
            FleetOfImages.take(rows, assessed);
        }
        switch (event) {
            case ImageAssessed image when image.getLayerDigests().isEmpty() -> {}
            case ImageAssessed image -> {
                var chain = BaseImage.chains(image.getLayerDigests()).getLast();
                var row = imageRow(chain, key);
                if (image.getStatus() == ImageStatus.DELETED) {
                    rows.delete(row);
                } else if (rows.get(row) == null) {
                    rows.put(row, AdvisoryStore.text(reference(image.getImage())));
                    rows.put(changedRow(partition, offset, chain), AdvisoryStore.text(key));
                }
            }
            case null -> {}
            default ->
                    throw new IllegalArgumentException(
                            "'%s' does not belong in the topic of assessed images"
                                    .formatted(event.getSchema().getName()));
        }
        rows.put(
                "revision" + NUL + "%06d".formatted(partition),
                AdvisoryStore.text(Long.toString(offset)));
    }

    private static String reference(ImageRef image) {
        return ImageName.repositoryKey(image.getRegistry(), image.getRepository())
                + (image.getTag() == null ? "" : ":" + image.getTag())
                + "@"
                + image.getDigest();
    }

    /**
     * An image that became known.
     *
     * @param chain key of its layers
     */
    record Appeared(String chain, String image) {}

    /** The known images as a partition reads them. */
    static final class Reader {

        private final ReadOnlyKeyValueStore<String, byte[]> rows;

        Reader(ReadOnlyKeyValueStore<String, byte[]> rows) {
            this.rows = rows;
        }

        /**
         * The image of another repository that consists of exactly these layers, or null; of
         * several the first by name.
         */
        @Nullable String reference(String chain, String ownRepositoryKey) {
            try (var entries = rows.prefixScan("image" + NUL + chain + NUL, PREFIX)) {
                while (entries.hasNext()) {
                    var reference = AdvisoryStore.text(entries.next().value);
                    if (!reference.startsWith(ownRepositoryKey + ":")
                            && !reference.startsWith(ownRepositoryKey + "@")) {
                        return reference;
                    }
                }
            }
            return null;
        }

        /** Offset of the last record of each partition that was taken in whole. */
        TreeMap<Integer, Long> revisions() {
            var revisions = new TreeMap<Integer, Long>();
            try (var entries = rows.prefixScan("revision" + NUL, PREFIX)) {
                entries.forEachRemaining(
                        entry ->
                                revisions.put(
                                        Integer.valueOf(entry.key.split(NUL, -1)[1]),
                                        Long.valueOf(AdvisoryStore.text(entry.value))));
            }
            return revisions;
        }

        /**
         * What became known in one partition of the topic.
         *
         * @param after offset, exclusive
         * @param upTo offset, inclusive
         */
        List<Appeared> appeared(int partition, long after, long upTo) {
            var appeared = new ArrayList<Appeared>();
            try (var entries =
                    rows.range(
                            changedRow(partition, after + 1, ""),
                            changedRow(partition, upTo + 1, ""))) {
                entries.forEachRemaining(
                        entry ->
                                appeared.add(
                                        new Appeared(
                                                entry.key.split(NUL, 4)[3],
                                                AdvisoryStore.text(entry.value))));
            }
            return appeared;
        }
    }

    private static String imageRow(String chain, String topicKey) {
        return "image" + NUL + chain + NUL + topicKey;
    }

    private static String changedRow(int partition, long offset, String chain) {
        return "changed"
                + NUL
                + "%06d".formatted(partition)
                + NUL
                + "%019d".formatted(offset)
                + NUL
                + chain;
    }
}
