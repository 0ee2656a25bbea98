package dev.plimsoll.ingest.coverage;

import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Trigger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What we know of tags from our own topics: what was scanned under each, which push was told last,
 * and when it was asked for. Written by one thread, read by many.
 */
final class Seen {

    private final Predicate<String> watched;
    private final Map<TagName, Map<String, Scanned>> scans = new ConcurrentHashMap<>();
    private final Map<TagName, Told> told = new ConcurrentHashMap<>();
    private final Map<TagName, Asked> asked = new ConcurrentHashMap<>();

    /**
     * The last scan of a tag for one platform.
     *
     * @param digest empty if the tag led nowhere
     */
    record Scanned(
            String digest,
            ImageStatus status,
            @Nullable String reason,
            @Nullable String message,
            Instant at) {}

    /**
     * What a registry told last of a tag.
     *
     * @param digest null if it did not say
     */
    record Told(@Nullable String digest, boolean deleted, Instant at) {}

    /**
     * The last request for a scan.
     *
     * @param eventId tells for which digest it was, if it was ours
     */
    record Asked(String eventId, String source, Instant at) {}

    /**
     * @param watched which registries matter
     */
    Seen(Predicate<String> watched) {
        this.watched = watched;
    }

    /** The later of two events of a tag wins: they come in the order of their partition. */
    void on(Object event) {
        switch (event) {
            case ImageAssessed assessed -> assessed(assessed);
            case ImagePushed push -> pushed(push);
            case ImageDeleted deletion -> deleted(deletion);
            default -> {
                // Nothing that says what was seen.
            }
        }
    }

    private void assessed(ImageAssessed event) {
        var image = event.getImage();
        var name = name(image.getRegistry(), image.getRepository(), image.getTag());
        if (name == null) {
            return;
        }
        scans.compute(
                name,
                (_, before) -> {
                    var platforms =
                            before == null
                                    ? new ConcurrentHashMap<String, Scanned>(2)
                                    : new ConcurrentHashMap<>(before);
                    if (event.getStatus() == ImageStatus.DELETED) {
                        platforms.remove(image.getPlatform());
                    } else {
                        platforms.put(image.getPlatform(), scanned(event));
                    }
                    return platforms.isEmpty() ? null : platforms;
                });
    }

    private static Scanned scanned(ImageAssessed event) {
        boolean read =
                event.getStatus() != ImageStatus.FAILED
                        && event.getStatus() != ImageStatus.UNSUPPORTED;
        return new Scanned(
                event.getImage().getDigest(),
                event.getStatus(),
                read ? null : event.getReason(),
                read ? null : event.getMessage(),
                event.getScannedAt());
    }

    private void pushed(ImagePushed event) {
        var name = name(event.getRegistry(), event.getRepository(), event.getTag());
        if (name == null) {
            return;
        }
        if (event.getTrigger() == Trigger.PUSH) {
            told.put(name, new Told(event.getDigest(), false, event.getReceivedAt()));
        } else {
            asked.put(
                    name, new Asked(event.getEventId(), event.getSource(), event.getReceivedAt()));
        }
    }

    private void deleted(ImageDeleted event) {
        var name = name(event.getRegistry(), event.getRepository(), event.getTag());
        if (name != null) {
            told.put(name, new Told(event.getDigest(), true, event.getReceivedAt()));
        }
    }

    private @Nullable TagName name(String registry, String repository, @Nullable String tag) {
        return tag == null || !watched.test(registry)
                ? null
                : new TagName(registry.intern(), repository, tag);
    }

    /** Of every platform. */
    Collection<Scanned> scans(TagName name) {
        var platforms = scans.get(name);
        return platforms == null ? List.of() : platforms.values();
    }

    boolean scanned(TagName name, String digest) {
        return scans(name).stream().anyMatch(scan -> scan.digest().equals(digest));
    }

    @Nullable Told told(TagName name) {
        return told.get(name);
    }

    /** How a scan of it was asked for last, by hand or by schedule. */
    @Nullable Asked asked(TagName name) {
        return asked.get(name);
    }

    /** The tags of a registry that were scanned and are there as far as we know. */
    Stream<TagName> scannedTags(String registry) {
        return scans.keySet().stream().filter(name -> name.registry().equals(registry));
    }

    /** Tags that were asked for after this time, and nothing was reported since. */
    long onTheirWay(Instant after) {
        return asked.entrySet().stream()
                .filter(entry -> entry.getValue().at().isAfter(after))
                .filter(
                        entry ->
                                scans(entry.getKey()).stream()
                                        .noneMatch(
                                                scan -> !scan.at().isBefore(entry.getValue().at())))
                .count();
    }
}
