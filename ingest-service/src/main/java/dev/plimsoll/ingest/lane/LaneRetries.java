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

/**
 * Retry and dead letters, the same for every binding. The binder's own would skip an undecodable
 * record in silence, and would hold the consumer's thread while it waits.
 */
final class LaneRetries implements ListenerContainerWithDlqAndRetryCustomizer {

    private final KafkaOperations<Object, Object> kafka;
    private final EventPublisher publisher;
    private final String pushes;
    private final String platform;
    private final Clock clock;

    LaneRetries(
            KafkaOperations<Object, Object> kafka,
            EventPublisher publisher,
            String pushes,
            String platform,
            Clock clock) {
        this.kafka = kafka;
        this.publisher = publisher;
        this.pushes = pushes;
        this.platform = platform;
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
        var givenUp = new GivenUp(deadLetters, publisher, pushes, platform, clock);
        var errorHandler =
                new DefaultErrorHandler(
                        givenUp,
                        Objects.requireNonNull(backOff, "set max-attempts for " + destination),
                        new RegistryPatience());
        // Undecodable records (DeserializationException) are among these by default.
        errorHandler.addNotRetryableExceptions(UnexpectedEventException.class);
        container.setCommonErrorHandler(errorHandler);
    }
}
