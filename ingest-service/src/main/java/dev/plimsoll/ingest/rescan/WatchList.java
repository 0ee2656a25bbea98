package dev.plimsoll.ingest.rescan;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Base images that are scanned again and again, whoever pushes them.
 *
 * @param interval between two scans of one image
 */
public record WatchList(List<ImageReference> images, Duration interval) {

    private static final String SOURCE = "watch";

    public WatchList {
        images = List.copyOf(images);
    }

    /**
     * @throws IllegalArgumentException if an entry is no image, or of a registry that is not
     *     allowed
     */
    public static WatchList of(
            List<String> entries, Duration interval, AllowedRegistries registries) {
        return new WatchList(
                entries.stream().map(entry -> image(entry, registries)).toList(), interval);
    }

    private static ImageReference image(String entry, AllowedRegistries registries) {
        var image = ImageReference.parse(entry);
        if (!registries.allow(image.registry())) {
            throw new IllegalArgumentException(
                    "ingest.watch.images has '%s', but '%s' is not one of ingest.registries"
                            .formatted(entry, image.registry()));
        }
        return image;
    }

    /** Number of the interval in which {@code now} lies: the same on every instance. */
    long turn(Instant now) {
        return now.toEpochMilli() / interval.toMillis();
    }

    /** Asks for a scan of each image; in one turn the same requests, whoever makes them. */
    List<ImagePushed> requests(Instant now) {
        var turn = Long.toString(turn(now));
        return images.stream().map(image -> request(image, turn, now)).toList();
    }

    private static ImagePushed request(ImageReference image, String turn, Instant now) {
        var tag = image.tag();
        var digest = image.digest();
        var registry = image.registry().value();
        var repository = image.repository().value();
        return ImagePushed.newBuilder()
                .setEventId(
                        EventId.of(
                                SOURCE,
                                registry,
                                repository,
                                tag == null ? "" : tag.value(),
                                digest == null ? "" : digest.value(),
                                turn))
                .setSource(SOURCE)
                .setRegistry(registry)
                .setRepository(repository)
                .setTag(tag == null ? null : tag.value())
                .setDigest(digest == null ? null : digest.value())
                .setTrigger(Trigger.SCHEDULE)
                .setOccurredAt(now)
                .setReceivedAt(now)
                .build();
    }
}
