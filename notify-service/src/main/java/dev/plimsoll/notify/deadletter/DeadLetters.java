package dev.plimsoll.notify.deadletter;

import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.kafka.ListenerContainerWithDlqAndRetryCustomizer;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOff;

/**
 * Gives every consumer binding the same error handler. An undecodable record goes to the dead
 * letters at once; anything else is tried again, as often as the binding says, and then goes there
 * too.
 */
@Component
final class DeadLetters implements ListenerContainerWithDlqAndRetryCustomizer {

    private final KafkaTemplate<String, Object> kafka;

    DeadLetters(KafkaTemplate<String, Object> kafka) {
        this.kafka = kafka;
    }

    @Override
    public boolean retryAndDlqInBinding(String destination, @Nullable String group) {
        return false;
    }

    @Override
    public void configure(
            AbstractMessageListenerContainer<?, ?> container,
            String destination,
            @Nullable String group,
            @Nullable BiFunction<ConsumerRecord<?, ?>, Exception, TopicPartition> deadLetterTopic,
            @Nullable BackOff backOff) {
        if (deadLetterTopic == null || backOff == null) {
            throw new IllegalStateException(
                    "the binding of '%s' needs enable-dlq and max-attempts above 1"
                            .formatted(destination));
        }
        var recoverer = new DeadLetterPublishingRecoverer(kafka, deadLetterTopic::apply);
        recoverer.setFailIfSendResultIsError(true);
        container.setCommonErrorHandler(new DefaultErrorHandler(recoverer, backOff));
    }
}
