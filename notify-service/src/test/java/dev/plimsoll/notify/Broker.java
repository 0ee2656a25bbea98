package dev.plimsoll.notify;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of one test, seen from outside the service. */
final class Broker {

    private final String bootstrapServers;
    private final String prefix;

    Broker(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
    }

    void publish(FindingsChanged... events) {
        for (var event : events) {
            var image = event.getImage();
            send(
                    "findings.changed",
                    image.getRegistry() + "/" + image.getRepository(),
                    bytes(event));
        }
    }

    void publish(ReviewDue review) {
        send("reviews.due", review.getOwner(), bytes(review));
    }

    void publish(AlertRecorded alert) {
        send("alerts.ledger", alert.getAlertId() + "|" + alert.getDestination(), bytes(alert));
    }

    void send(String topic, String key, byte[] value) {
        var configuration = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
        try (var producer =
                new KafkaProducer<>(
                        configuration, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(prefix + topic, key, value));
            producer.flush();
        }
    }

    Set<String> topics() {
        var configuration = Map.<String, Object>of("bootstrap.servers", bootstrapServers);
        try (var admin = Admin.create(configuration)) {
            return admin.listTopics().names().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(SpecificRecord event) {
        return new EventSerializer<>().serialize("", event);
    }

    /** Everything in the topic now, in the order of each partition. */
    List<ConsumerRecord<String, byte[]>> read(String topic) {
        var configuration =
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers, "allow.auto.create.topics", false);
        try (var consumer =
                new KafkaConsumer<>(
                        configuration, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(prefix + topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** The last record of each alert and destination. */
    Map<String, AlertRecorded> ledger() {
        var ledger = new LinkedHashMap<String, AlertRecorded>();
        var decoder = new EventDeserializer<AlertRecorded>();
        for (var record : read("alerts.ledger")) {
            try {
                ledger.put(record.key(), decoder.deserialize("", record.value()));
            } catch (RuntimeException undecodable) {
                // A test put it there.
            }
        }
        return ledger;
    }
}
