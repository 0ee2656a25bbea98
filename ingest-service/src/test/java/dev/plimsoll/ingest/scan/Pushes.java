package dev.plimsoll.ingest.scan;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import java.time.Instant;

/** Pushes as the ingest service would have normalised them. */
public final class Pushes {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private Pushes() {}

    public static ImagePushed tag(String registry, String repository, String tag) {
        return push(registry, repository, tag, null);
    }

    public static ImagePushed digest(String registry, String repository, String digest) {
        return push(registry, repository, null, digest);
    }

    private static ImagePushed push(String registry, String repository, String tag, String digest) {
        return ImagePushed.newBuilder()
                .setEventId("0123456789abcdef0123456789abcdef")
                .setSource("test")
                .setRegistry(registry)
                .setRepository(repository)
                .setTag(tag)
                .setDigest(digest)
                .setTrigger(Trigger.PUSH)
                .setOccurredAt(TIME)
                .setReceivedAt(TIME)
                .build();
    }
}
