package dev.plimsoll.analysis.track;

import dev.plimsoll.schemas.wire.EventDeserializer;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a global store from its topic, now and on restore: Kafka Streams runs this processor in
 * both cases (<a href="https://issues.apache.org/jira/browse/KAFKA-7663">KAFKA-7663</a>).
 *
 * <p>A record that cannot be understood is logged and passed over. It does not go to a dead-letter
 * topic: every instance reads it, at every restore again, and it stays where it is, in a topic of
 * our own that keeps the last word on every key. Kafka's error handlers do not reach this thread,
 * and an exception here would end the whole application.
 */
final class GlobalCopy implements Processor<String, byte[], Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(GlobalCopy.class);

    private final String store;
    private final Taking taking;
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

    GlobalCopy(String store, Taking taking) {
        this.store = store;
        this.taking = taking;
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
            passOver(metadata, e);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            passOver(metadata, e);
        }
    }

    private static void passOver(RecordMetadata metadata, RuntimeException cause) {
        log.atError()
                .addKeyValue("topic", metadata.topic())
                .addKeyValue("partition", metadata.partition())
                .addKeyValue("offset", metadata.offset())
                .setCause(cause)
                .log("record passed over: it cannot be understood");
    }
}
