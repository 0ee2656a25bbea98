package dev.plimsoll.ingest.lane;

import dev.plimsoll.ingest.publish.EventPublisher;
import java.time.Clock;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.kafka.ListenerContainerWithDlqAndRetryCustomizer;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Retry and dead letters, the same for every binding. The binder's own would skip an undecodable
 * record in silence, and would hold the consumer's thread while it waits.
 */
final class LaneRetries implements ListenerContainerWithDlqAndRetryCustomizer {

    private final KafkaOperations<Object, Object> kafka;
    private final EventPublisher publisher;
    private final String pushes;
    private final LaneProperties properties;
    private final Clock clock;

    LaneRetries(
            KafkaOperations<Object, Object> kafka,
            EventPublisher publisher,
            String pushes,
            LaneProperties properties,
            Clock clock) {
        this.kafka = kafka;
        this.publisher = publisher;
        this.pushes = pushes;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public boolean retryAndDlqInBinding(String destination, String group) {
        return false;
    }

    /**
     * @param deadLetterTopic of the binding: {@code enable-dlq} and {@code dlq-name}
     * @param backOff of the binding: {@code max-attempts} and {@code back-off-*}
     */
    @Override
    public void configure(
            AbstractMessageListenerContainer<?, ?> container,
            String destination,
            String group,
            @Nullable BiFunction<ConsumerRecord<?, ?>, Exception, TopicPartition> deadLetterTopic,
            @Nullable BackOff backOff) {
        var topic = Objects.requireNonNull(deadLetterTopic, "set enable-dlq for " + destination);
        var deadLetters =
                new DeadLetterPublishingRecoverer(
                        kafka, (record, cause) -> topic.apply(record, cause));
        var givenUp = new GivenUp(deadLetters, publisher, pushes, properties.platform(), clock);
        if (!(backOff instanceof ExponentialBackOff usual)) {
            throw new IllegalStateException(
                    "set max-attempts and back-off-multiplier for " + destination);
        }
        var errorHandler = new DefaultErrorHandler(givenUp, usual, new RegistryPatience());
        errorHandler.setBackOffFunction(
                (_, cause) -> RegistryPatience.backOff(cause, usual, properties.registryOutage()));
        // Undecodable records (DeserializationException) are among these by default.
        errorHandler.addNotRetryableExceptions(UnexpectedEventException.class);
        container.setCommonErrorHandler(errorHandler);
    }
}
