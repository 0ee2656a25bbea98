package dev.plimsoll.ingest.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.push.EventCounter.Outcome;
import dev.plimsoll.ingest.push.RegistryEvent.Deleted;
import dev.plimsoll.ingest.push.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.RegistryEvent.Refused;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

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
    private final Clock clock;

    /** Ids of events that Kafka has; a repetition that slips through has the same id again. */
    private final Cache<String, Boolean> published;

    Intake(
            AllowedRegistries registries,
            EventPublisher publisher,
            EventCounter counter,
            PushProperties properties,
            Clock clock) {
        this.registries = registries;
        this.publisher = publisher;
        this.counter = counter;
        this.acknowledgement = properties.acknowledgement();
        this.clock = clock;
        this.published =
                Caffeine.newBuilder()
                        .maximumSize(properties.rememberedDeliveries())
                        .expireAfterWrite(properties.repetitionWindow())
                        .build();
    }

    /**
     * Returns when Kafka has every event of the delivery that concerns us.
     *
     * @throws NotPublishedException if it has not: nothing is remembered, so a repetition is taken
     *     as new
     */
    Receipt receive(Source source, JsonNode body) {
        var receivedAt = clock.instant();
        var fresh = new LinkedHashMap<String, Keyed>();
        int repeated = 0;
        int ignored = 0;
        int refused = 0;
        for (var told : source.format().read(body)) {
            switch (onlyAllowed(told)) {
                case Pushed pushed -> {
                    var id = id(source, pushed.occurrence());
                    repeated += add(fresh, id, ImageEvents.of(source, id, pushed, receivedAt));
                }
                case Deleted deleted -> {
                    var id = id(source, deleted.occurrence());
                    repeated += add(fresh, id, ImageEvents.of(source, id, deleted, receivedAt));
                }
                case Ignored(var reason) -> {
                    ignored++;
                    counter.ignored(source.id(), reason);
                }
                case Refused(var reason, var detail) -> {
                    refused++;
                    refuse(source, reason, detail);
                }
            }
        }
        publish(source, fresh);
        counter.count(source.id(), Outcome.REPEATED, repeated);
        return new Receipt(fresh.size(), repeated, ignored, refused);
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

    private int add(Map<String, Keyed> fresh, String id, Keyed event) {
        if (published.getIfPresent(id) != null || fresh.containsKey(id)) {
            return 1;
        }
        fresh.put(id, event);
        return 0;
    }

    private void publish(Source source, Map<String, Keyed> fresh) {
        try {
            publisher.publish(Topic.IMAGES_PUSHED, List.copyOf(fresh.values()), acknowledgement);
        } catch (NotPublishedException e) {
            counter.count(source.id(), Outcome.UNACKNOWLEDGED, fresh.size());
            throw e;
        }
        fresh.keySet().forEach(id -> published.put(id, true));
        counter.count(source.id(), Outcome.PUBLISHED, fresh.size());
    }

    private static String id(Source source, Occurrence occurrence) {
        return EventId.of(source.id(), occurrence.key());
    }
}
