package dev.plimsoll.ingest.publish;

import dev.plimsoll.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** Puts events into Kafka and returns when they are safe there. */
public final class EventPublisher {

    /** An event and the key it travels by. */
    public record Keyed(String key, SpecificRecord event) {}

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
                            .map(keyed -> kafka.send(name, keyed.key(), keyed.event()))
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
}
