package dev.plimsoll.ingest.publish;

import dev.plimsoll.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** Puts events into Kafka and returns when they are safe there. */
public final class EventPublisher {

    /**
     * The header of an event in {@code images.rescan} that has its place among the pushes: its
     * offset in {@code images.pushed}, as decimal digits.
     */
    public static final String PUSH_OFFSET = "plimsoll-push-offset";

    /**
     * An event and the key it travels by.
     *
     * @param headers written as UTF-8
     */
    public record Keyed(String key, SpecificRecord event, Map<String, String> headers) {

        public Keyed {
            headers = Map.copyOf(headers);
        }

        public Keyed(String key, SpecificRecord event) {
            this(key, event, Map.of());
        }
    }

    private final KafkaOperations<Object, Object> kafka;
    private final String topicPrefix;

    public EventPublisher(KafkaOperations<Object, Object> kafka, String topicPrefix) {
        this.kafka = kafka;
        this.topicPrefix = topicPrefix;
    }

    /** The key of everything that is ordered by repository. */
    public static String repositoryKey(String registry, String repository) {
        return registry + "/" + repository;
    }

    /**
     * Returns when Kafka acknowledged all events.
     *
     * @param patience for all of them together
     * @throws NotPublishedException if one was not acknowledged in time; others may have been
     */
    public void publish(Topic topic, List<Keyed> events, Duration patience) {
        var name = topicPrefix + topic.name();
        try {
            var acknowledgements =
                    events.stream()
                            .map(keyed -> kafka.send(record(name, keyed)))
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(acknowledgements)
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotPublishedException(name, e.getCause());
        } catch (TimeoutException | KafkaException | org.springframework.kafka.KafkaException e) {
            throw new NotPublishedException(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(name, e);
        }
    }

    private static ProducerRecord<Object, Object> record(String topic, Keyed keyed) {
        var record = new ProducerRecord<Object, Object>(topic, keyed.key(), keyed.event());
        keyed.headers()
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
