package dev.plimsoll.ingest.publish;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Kafka did not acknowledge; whoever asked has to ask again. */
public final class NotPublishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotPublishedException(String topic, @Nullable Throwable cause) {
        super("Kafka did not acknowledge an event for topic '%s'".formatted(topic), cause);
    }

    /** Whether the event was larger than Kafka takes: asking again does not help. */
    public boolean tooLarge() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
