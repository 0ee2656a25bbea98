package dev.plimsoll.bench;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts events where the services would, with their settings. */
final class Topics implements AutoCloseable {

    private final EventSerializer<SpecificRecord> serializer = new EventSerializer<>();
    private final KafkaProducer<String, byte[]> producer;

    Topics(String bootstrapServers) {
        producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "compression.type",
                                "zstd",
                                "acks",
                                "all",
                                "linger.ms",
                                0,
                                "max.request.size",
                                16 << 20),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    /** Ready to be sent, so that no time goes by with it later. */
    ProducerRecord<String, byte[]> record(Topic topic, String key, SpecificRecord event) {
        return new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), event));
    }

    /** Hands it over and does not wait for the broker. */
    void send(ProducerRecord<String, byte[]> record) {
        var _ = producer.send(record);
    }

    /** Returns when the broker has it. */
    void sendNow(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a record", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
