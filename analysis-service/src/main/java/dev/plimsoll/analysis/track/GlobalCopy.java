package dev.plimsoll.analysis.track;

import dev.plimsoll.schemas.wire.EventDeserializer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Fills a global store from its topic, now and on restore: Kafka Streams runs this processor in
 * both cases (<a href="https://issues.apache.org/jira/browse/KAFKA-7663">KAFKA-7663</a>).
 *
 * <p>A record that cannot be understood becomes a dead letter and is passed over: an exception here
 * would end the whole application, and Kafka's error handlers do not reach this thread. Every
 * instance reads every record, at every restore again, so it may become several letters.
 */
final class GlobalCopy implements Processor<String, byte[], Void, Void> {

    private final String store;
    private final Taking taking;
    private final Letters letters;
    private final EventDeserializer<SpecificRecord> events = new EventDeserializer<>();
    private @Nullable ProcessorContext<Void, Void> context;

    /** How a store takes one record. */
    interface Taking {
        void take(
                KeyValueStore<String, byte[]> rows,
                String key,
                @Nullable SpecificRecord event,
                int partition,
                long offset);
    }

    /** Where dead letters are posted; does not wait for them. */
    interface Letters {
        void send(ProducerRecord<byte[], byte[]> letter);
    }

    GlobalCopy(String store, Taking taking, Letters letters) {
        this.store = store;
        this.taking = taking;
        this.letters = letters;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<String, byte[]> message) {
        var present = Objects.requireNonNull(context, "initialised");
        var metadata = present.recordMetadata().orElseThrow();
        try {
            taking.take(
                    present.getStateStore(store),
                    Objects.requireNonNull(message.key(), "a record without a key"),
                    events.deserialize(metadata.topic(), message.value()),
                    metadata.partition(),
                    metadata.offset());
        } catch (SerializationException e) {
            letters.send(letter(message, metadata, e));
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            letters.send(letter(message, metadata, e));
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(
            Record<String, byte[]> message, RecordMetadata metadata, RuntimeException cause) {
        var key = message.key();
        return DeadLetters.letter(
                new DeadLetters.Origin(
                        metadata.topic(),
                        metadata.partition(),
                        metadata.offset(),
                        message.timestamp(),
                        message.headers()),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                message.value(),
                cause);
    }
}
