package dev.plimsoll.ingest.coverage;

import dev.plimsoll.event.Cause;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.event.Trigger;
import java.time.Instant;

/** What the topics would say. */
final class Events {

    private Events() {}

    static ImageAssessed assessed(
            TagName name, String platform, String digest, ImageStatus status, Instant at) {
        return assessed(name, platform, digest, status, null, at);
    }

    static ImageAssessed assessed(
            TagName name,
            String platform,
            String digest,
            ImageStatus status,
            String reason,
            Instant at) {
        var none = SeverityCounts.newBuilder().build();
        return ImageAssessed.newBuilder()
                .setId("0".repeat(32))
                .setAssessmentId("0".repeat(32))
                .setImage(
                        new ImageRef(
                                name.registry(),
                                name.repository(),
                                name.tag(),
                                digest,
                                platform,
                                "line"))
                .setHead(true)
                .setStatus(status)
                .setReason(reason)
                .setMessage(reason == null ? null : "message of " + reason)
                .setCause(Cause.PUSH)
                .setCauseDetail("")
                .setOpen(none)
                .setAccepted(none)
                .setScanId("0".repeat(32))
                .setEngine("builtin")
                .setPushedAt(at)
                .setScannedAt(at)
                .setAssessedAt(at)
                .setRevision(1)
                .build();
    }

    static ImagePushed pushed(TagName name, String digest, Instant at) {
        return pushed(name, digest, Trigger.PUSH, at);
    }

    static ImagePushed pushed(TagName name, String digest, Trigger trigger, Instant at) {
        return ImagePushed.newBuilder()
                .setEventId("0".repeat(32))
                .setSource("acme")
                .setRegistry(name.registry())
                .setRepository(name.repository())
                .setTag(name.tag())
                .setDigest(digest)
                .setTrigger(trigger)
                .setOccurredAt(at)
                .setReceivedAt(at)
                .build();
    }

    static ImageDeleted deleted(TagName name, Instant at) {
        return ImageDeleted.newBuilder()
                .setEventId("0".repeat(32))
                .setSource("acme")
                .setRegistry(name.registry())
                .setRepository(name.repository())
                .setTag(name.tag())
                .setOccurredAt(at)
                .setReceivedAt(at)
                .build();
    }
}
