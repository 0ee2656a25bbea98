package dev.plimsoll.ingest.push;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.ingest.push.format.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Pushed;
import dev.plimsoll.ingest.reference.ImageDigest;
import dev.plimsoll.ingest.reference.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the registry told, as the rest of Plimsoll reads it. */
final class ImageEvents {

    private ImageEvents() {}

    static Keyed of(Source source, String id, Pushed pushed, Instant receivedAt) {
        var event =
                ImagePushed.newBuilder()
                        .setEventId(id)
                        .setSource(source.id())
                        .setRegistry(pushed.registry().value())
                        .setRepository(pushed.repository().value())
                        .setTag(value(pushed.tag()))
                        .setDigest(value(pushed.digest()))
                        .setMediaType(pushed.mediaType())
                        .setActor(pushed.occurrence().actor())
                        .setTrigger(Trigger.PUSH)
                        .setOccurredAt(at(pushed.occurrence(), receivedAt))
                        .setReceivedAt(receivedAt)
                        .build();
        return new Keyed(
                EventPublisher.repositoryKey(event.getRegistry(), event.getRepository()), event);
    }

    static Keyed of(Source source, String id, Deleted deleted, Instant receivedAt) {
        var event =
                ImageDeleted.newBuilder()
                        .setEventId(id)
                        .setSource(source.id())
                        .setRegistry(deleted.registry().value())
                        .setRepository(deleted.repository().value())
                        .setTag(value(deleted.tag()))
                        .setDigest(value(deleted.digest()))
                        .setActor(deleted.occurrence().actor())
                        .setOccurredAt(at(deleted.occurrence(), receivedAt))
                        .setReceivedAt(receivedAt)
                        .build();
        return new Keyed(
                EventPublisher.repositoryKey(event.getRegistry(), event.getRepository()), event);
    }

    private static Instant at(Occurrence occurrence, Instant receivedAt) {
        return Objects.requireNonNullElse(occurrence.at(), receivedAt);
    }

    private static @Nullable String value(@Nullable Tag tag) {
        return tag == null ? null : tag.value();
    }

    private static @Nullable String value(@Nullable ImageDigest digest) {
        return digest == null ? null : digest.value();
    }
}
