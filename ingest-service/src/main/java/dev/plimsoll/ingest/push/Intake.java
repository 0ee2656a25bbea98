package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.push.EventCounter.Outcome;
import dev.plimsoll.ingest.push.Remembered.Known;
import dev.plimsoll.ingest.push.Remembered.Memory;
import dev.plimsoll.ingest.push.format.Delivery;
import dev.plimsoll.ingest.push.format.RegistryEvent;
import dev.plimsoll.ingest.push.format.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.Tag;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes authentic deliveries in: what concerns us goes to {@code images.pushed}, once; the rest is
 * counted and told why.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final AllowedRegistries registries;
    private final EventPublisher publisher;
    private final EventCounter counter;
    private final Duration acknowledgement;

    /** A repetition that slips through has the same id again. */
    private final Remembered remembered;

    Intake(
            AllowedRegistries registries,
            EventPublisher publisher,
            EventCounter counter,
            PushProperties properties) {
        this.registries = registries;
        this.publisher = publisher;
        this.counter = counter;
        this.acknowledgement = properties.acknowledgement();
        this.remembered =
                new Remembered(properties.repetitionWindow(), properties.rememberedDeliveries());
    }

    /**
     * Returns when Kafka has every event of the delivery that concerns us, whoever published it.
     *
     * @throws NotPublishedException if it has not: what is not there is not remembered, so a
     *     repetition is taken as new
     */
    Receipt receive(Source source, Delivery delivery) {
        var taking = new Taking(source, delivery.receivedAt());
        for (var told : source.format().read(delivery)) {
            switch (onlyAllowed(told)) {
                case Pushed pushed -> taking.take(pushed);
                case Deleted deleted -> taking.take(deleted);
                case Ignored(var reason) -> {
                    taking.ignored++;
                    counter.ignored(source.id(), reason);
                }
                case Refused(var reason, var detail) -> {
                    taking.refused++;
                    refuse(source, reason, detail);
                }
            }
        }
        return taking.publish();
    }

    /** Counts and logs what cannot be used although it is authentic. */
    void refuse(Source source, Reason reason, String detail) {
        counter.refused(source.id(), reason);
        log.atWarn()
                .addKeyValue("source", source.id())
                .addKeyValue("reason", reason)
                .addKeyValue("detail", Printable.of(detail))
                .log("event refused");
    }

    private RegistryEvent onlyAllowed(RegistryEvent event) {
        return switch (event) {
            case Pushed pushed ->
                    allowed(pushed.registry()) ? pushed : notAllowed(pushed.registry());
            case Deleted deleted ->
                    allowed(deleted.registry()) ? deleted : notAllowed(deleted.registry());
            case Ignored ignored -> ignored;
            case Refused refused -> refused;
        };
    }

    private boolean allowed(RegistryHost host) {
        return registries.allow(host);
    }

    private static Refused notAllowed(RegistryHost host) {
        return new Refused(
                Reason.REGISTRY_NOT_ALLOWED,
                "'%s' is not one of ingest.registries".formatted(host));
    }

    /** One delivery on its way to Kafka. */
    private final class Taking {

        private final Source source;
        private final Instant receivedAt;
        private final Map<Memory, Keyed> told = new LinkedHashMap<>();
        private int repeated;
        private int ignored;
        private int refused;

        Taking(Source source, Instant receivedAt) {
            this.source = source;
            this.receivedAt = receivedAt;
        }

        void take(Pushed pushed) {
            var id = id(pushed.occurrence());
            var event = ImageEvents.of(source, id, pushed, receivedAt);
            take(memory(pushed.occurrence(), id, event.key(), pushed.tag()), event);
        }

        void take(Deleted deleted) {
            var id = id(deleted.occurrence());
            var event = ImageEvents.of(source, id, deleted, receivedAt);
            take(memory(deleted.occurrence(), id, event.key(), deleted.tag()), event);
        }

        private void take(Memory memory, Keyed event) {
            if (told.putIfAbsent(memory, event) != null) {
                repeated++;
            }
        }

        Receipt publish() {
            var fresh = new LinkedHashMap<Memory, Keyed>();
            var elsewhere = new ArrayList<Known.UnderWay>();
            told.forEach(
                    (memory, event) -> {
                        switch (remembered.claim(memory)) {
                            case Known.New() -> fresh.put(memory, event);
                            case Known.Published() -> repeated++;
                            case Known.UnderWay other -> {
                                repeated++;
                                elsewhere.add(other);
                            }
                        }
                    });
            try {
                publisher.publish(
                        Topic.IMAGES_PUSHED, List.copyOf(fresh.values()), acknowledgement);
                fresh.keySet().forEach(remembered::published);
            } catch (RuntimeException e) {
                fresh.keySet().forEach(remembered::forget);
                counter.count(source.id(), Outcome.UNACKNOWLEDGED, fresh.size());
                throw e;
            }
            counter.count(source.id(), Outcome.PUBLISHED, fresh.size());
            elsewhere.forEach(
                    other -> Remembered.await(other, Topic.IMAGES_PUSHED.name(), acknowledgement));
            counter.count(source.id(), Outcome.REPEATED, repeated);
            return new Receipt(fresh.size(), repeated, ignored, refused);
        }

        /** The same for every repetition, if the sender lets us tell repetitions from events. */
        private String id(Occurrence occurrence) {
            return occurrence.undated()
                    ? EventId.of(source.id(), occurrence.key(), receivedAt.toString())
                    : EventId.of(source.id(), occurrence.key());
        }

        private Memory memory(
                Occurrence occurrence, String id, String repository, @Nullable Tag tag) {
            return occurrence.undated()
                    ? new Memory(
                            EventId.of(source.id(), repository, String.valueOf(tag)),
                            occurrence.key())
                    : new Memory(id, id);
        }
    }
}
