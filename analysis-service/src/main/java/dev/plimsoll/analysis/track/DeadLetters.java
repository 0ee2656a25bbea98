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
                List.of(letter(context, message.key(), message.value(), exception)));
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
                                context,
                                context.sourceRawKey(),
                                context.sourceRawValue(),
                                exception)));
    }

    private static ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Exception exception) {
        log.atError()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .setCause(exception)
                .log("record sent to the dead-letter topic");
        return new ProducerRecord<>(
                context.topic() + ".dlq",
                context.partition(),
                key,
                value,
                headers(context, exception));
    }

    private static Headers headers(ErrorHandlerContext context, Exception exception) {
        var headers = new RecordHeaders(context.headers());
        add(headers, "x-original-topic", context.topic());
        add(headers, "x-original-partition", String.valueOf(context.partition()));
        add(headers, "x-original-offset", String.valueOf(context.offset()));
        add(headers, "x-original-timestamp", String.valueOf(context.timestamp()));
        add(headers, "x-exception-fqcn", exception.getClass().getName());
        add(headers, "x-exception-message", String.valueOf(exception.getMessage()));
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
