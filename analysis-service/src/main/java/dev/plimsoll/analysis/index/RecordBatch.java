package dev.plimsoll.analysis.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** The records of a poll, which the binder hands over as one message with lists in its headers. */
final class RecordBatch {

    private RecordBatch() {}

    static List<ConsumerRecord<byte[], byte[]>> records(Message<List<byte[]>> batch) {
        // Tombstones come as KafkaNull, so the elements are not all byte arrays.
        List<?> values = batch.getPayload();
        var keys = header(batch, KafkaHeaders.RECEIVED_KEY);
        var topics = header(batch, KafkaHeaders.RECEIVED_TOPIC);
        var partitions = header(batch, KafkaHeaders.RECEIVED_PARTITION);
        var offsets = header(batch, KafkaHeaders.OFFSET);
        var timestamps = header(batch, KafkaHeaders.RECEIVED_TIMESTAMP);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>(values.size());
        for (int i = 0; i < values.size(); i++) {
            records.add(
                    new ConsumerRecord<>(
                            (String) topics.get(i),
                            (Integer) partitions.get(i),
                            (Long) offsets.get(i),
                            (Long) timestamps.get(i),
                            TimestampType.CREATE_TIME,
                            ConsumerRecord.NULL_SIZE,
                            ConsumerRecord.NULL_SIZE,
                            bytes(keys.get(i)),
                            bytes(values.get(i)),
                            new RecordHeaders(),
                            Optional.empty()));
        }
        return records;
    }

    private static List<?> header(Message<?> batch, String name) {
        return (List<?>)
                Objects.requireNonNull(
                        batch.getHeaders().get(name),
                        () -> "a batch without the header '%s'".formatted(name));
    }

    @SuppressWarnings("NullAway") // ConsumerRecord is not annotated: key and value may be null
    private static byte[] bytes(@Nullable Object value) {
        return value instanceof byte[] bytes ? bytes : null;
    }
}
