package dev.plimsoll.analysis.advisory;

import dev.plimsoll.schemas.wire.EventDeserializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic in memory: what is sent can be read again. */
final class RecordedTopic {

    private static final String NAME = "advisories.changed";

    /** What was published under a key. */
    record Published(String key, SpecificRecord event) {}

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private int taken;

    /** Opened once for each mirror. */
    AdvisoryTopic open() {
        return new AdvisoryTopic(NAME, producer, this::consumer);
    }

    /** What was published since the last call. */
    List<Published> takePublished() {
        var deserializer = new EventDeserializer<SpecificRecord>();
        var history = producer.history();
        var published = new ArrayList<Published>();
        for (var event : history.subList(taken, history.size())) {
            published.add(
                    new Published(event.key(), deserializer.deserialize(NAME, event.value())));
        }
        taken = history.size();
        return published;
    }

    private Consumer<String, byte[]> consumer() {
        var partition = new TopicPartition(NAME, 0);
        var consumer = new MockConsumer<String, byte[]>("earliest");
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, (long) producer.history().size()));
        consumer.schedulePollTask(
                () -> {
                    long offset = 0;
                    for (var event : producer.history()) {
                        consumer.addRecord(
                                new ConsumerRecord<>(
                                        NAME, 0, offset++, event.key(), event.value()));
                    }
                });
        return consumer;
    }
}
