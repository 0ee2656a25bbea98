package dev.plimsoll.analysis.track;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what cannot be read, or stumbles in the analysis, to the dead-letter topic of its topic
 * with its original bytes and the cause in headers; the partition goes on.
 *
 * <p>Trouble with Kafka itself is not the record's fault: it stops the task, which starts again
 * from the last commit.
 */
public final class DeadLetters
        implements DeserializationExceptionHandler, ProcessingExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    /** Made by Kafka Streams, from the name of the class. */
    public DeadLetters() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context,
            ConsumerRecord<byte[], byte[]> message,
            Exception exception) {
        return DeserializationExceptionHandler.Response.resume(
                List.of(letter(Origin.of(context), message.key(), message.value(), exception)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> message, Exception exception) {
        if (exception instanceof KafkaException && !(exception instanceof SerializationException)) {
            return ProcessingExceptionHandler.Response.fail();
        }
        if (context.topic() == null) {
            log.atError()
                    .addKeyValue("task", context.taskId())
                    .setCause(exception)
                    .log("work without a record failed");
            return ProcessingExceptionHandler.Response.resume();
        }
        return ProcessingExceptionHandler.Response.resume(
                List.of(
                        letter(
                                Origin.of(context),
                                context.sourceRawKey(),
                                context.sourceRawValue(),
                                exception)));
    }

    /** Where a record stood. */
    record Origin(String topic, int partition, long offset, long timestamp, Headers headers) {

        static Origin of(ErrorHandlerContext context) {
            return new Origin(
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    context.timestamp(),
                    context.headers());
        }
    }

    /** The record as it came, for the dead-letter topic of its topic, with the cause in headers. */
    static ProducerRecord<byte[], byte[]> letter(
            Origin origin, byte @Nullable [] key, byte @Nullable [] value, Exception exception) {
        log.atError()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .setCause(exception)
                .log("record sent to the dead-letter topic");
        var headers = new RecordHeaders(origin.headers());
        add(headers, "x-original-topic", origin.topic());
        add(headers, "x-original-partition", String.valueOf(origin.partition()));
        add(headers, "x-original-offset", String.valueOf(origin.offset()));
        add(headers, "x-original-timestamp", String.valueOf(origin.timestamp()));
        add(headers, "x-exception-fqcn", exception.getClass().getName());
        add(headers, "x-exception-message", String.valueOf(exception.getMessage()));
        return new ProducerRecord<>(
                origin.topic() + ".dlq", origin.partition(), key, value, headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
