package dev.plimsoll.ingest.lane;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.publish.EventId;
import java.time.Instant;

/** Pushes to registry.example.com. */
final class Pushes {

    private Pushes() {}

    static String key(String repository) {
        return "registry.example.com/" + repository;
    }

    static ImagePushed push(String repository, String tag) {
        return ImagePushed.newBuilder()
                .setEventId(EventId.of(repository, tag))
                .setSource("acme")
                .setRegistry("registry.example.com")
                .setRepository(repository)
                .setTag(tag)
                .setTrigger(Trigger.PUSH)
                .setOccurredAt(Instant.parse("2026-03-01T10:00:00Z"))
                .setReceivedAt(Instant.parse("2026-03-01T10:00:01Z"))
                .build();
    }

    static ImagePushed untagged(String repository, Trigger trigger) {
        return ImagePushed.newBuilder(push(repository, "none"))
                .setTag(null)
                .setDigest(ScriptedScan.DIGEST)
                .setTrigger(trigger)
                .build();
    }
}
