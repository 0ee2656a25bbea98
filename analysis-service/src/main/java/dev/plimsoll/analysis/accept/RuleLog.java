package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of rules, seen by the one who writes to it. */
final class RuleLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuleLog.class);

    private final String topic;
    private final Map<String, Object> consumer;
    private final KafkaProducer<String, RuleChanged> producer;
    private final EventDeserializer<SpecificRecord> events = new EventDeserializer<>();

    /**
     * @param consumer Kafka settings of a consumer, without deserializers
     * @param producer Kafka settings of a producer, without serializers
     */
    RuleLog(String topic, Map<String, Object> consumer, Map<String, Object> producer) {
        this.topic = topic;
        this.consumer = consumer;
        this.producer =
                new KafkaProducer<>(producer, new StringSerializer(), new EventSerializer<>());
    }

    /**
     * The latest word on every rule, by id. Reads the topic from its beginning to its present end.
     */
    Map<String, RuleChanged> latest() {
        var latest = new HashMap<String, RuleChanged>();
        var partition = new TopicPartition(topic, 0);
        try (var reader =
                new KafkaConsumer<>(
                        consumer, new StringDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                for (var entry : reader.poll(Duration.ofSeconds(1))) {
                    try {
                        if (events.deserialize(topic, entry.value()) instanceof RuleChanged rule) {
                            latest.put(entry.key(), rule);
                        }
                    } catch (UndecodableEventException e) {
                        log.atWarn()
                                .addKeyValue("topic", topic)
                                .addKeyValue("offset", entry.offset())
                                .setCause(e)
                                .log("rule skipped: not readable");
                    }
                }
            }
        }
        return latest;
    }

    /**
     * Writes the rules and waits until all are safe.
     *
     * @throws ExecutionException if Kafka refused one
     */
    void append(Collection<RuleChanged> rules) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent =
                rules.stream()
                        .map(rule -> producer.send(new ProducerRecord<>(topic, rule.getId(), rule)))
                        .toList();
        producer.flush();
        for (var result : sent) {
            var unused = result.get();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
