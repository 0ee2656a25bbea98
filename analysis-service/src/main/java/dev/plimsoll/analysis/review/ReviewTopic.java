package dev.plimsoll.analysis.review;

import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * The topic {@code reviews.due} as its writer sees it: whoever is assigned its one partition reads
 * it from its beginning, and only who has read all of it writes. For one thread.
 */
final class ReviewTopic implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReviewTopic.class);

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final TopicPartition partition;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final EventDeserializer<SpecificRecord> events = new EventDeserializer<>();
    private Told told = new Told();
    private boolean assigned;

    ReviewTopic(KafkaProperties kafka, String topicPrefix) {
        this.partition = new TopicPartition(topicPrefix + Topic.REVIEWS_DUE.name(), 0);
        this.consumer =
                new KafkaConsumer<>(
                        consumer(kafka, topicPrefix + "analysis-reviews"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        this.producer =
                new KafkaProducer<>(
                        producer(kafka), new StringSerializer(), new EventSerializer<>());
        consumer.subscribe(List.of(partition.topic()), new Assignment());
    }

    private static Map<String, Object> consumer(KafkaProperties kafka, String group) {
        var settings = new HashMap<String, Object>(kafka.buildConsumerProperties());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    private static Map<String, Object> producer(KafkaProperties kafka) {
        var settings = new HashMap<String, Object>(kafka.buildProducerProperties());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return settings;
    }

    /** No offset is ever committed: who takes over reads all that was told. */
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(partition)) {
                told = new Told();
                consumer.seekToBeginning(List.of(partition));
                assigned = true;
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(partition)) {
                assigned = false;
            }
        }
    }

    /**
     * Reads on for a while.
     *
     * @return whether it is this instance's turn, and everything is read that is there
     */
    boolean follow(Duration patience) {
        consumer.poll(patience).forEach(this::take);
        if (!assigned) {
            return false;
        }
        var end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        return consumer.position(partition) >= end;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        try {
            if (events.deserialize(entry.topic(), entry.value()) instanceof ReviewDue summary) {
                told.add(summary);
            }
        } catch (UndecodableEventException e) {
            log.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("offset", entry.offset())
                    .setCause(e)
                    .log("summary of reviews skipped: not readable");
        }
    }

    /** What was told, as far as it is read. */
    Told told() {
        return told;
    }

    /**
     * Returns when it is safe.
     *
     * @throws ExecutionException if Kafka refused it
     */
    void write(ReviewDue summary) throws ExecutionException, InterruptedException {
        var unused =
                producer.send(
                                new ProducerRecord<>(
                                        partition.topic(),
                                        partition.partition(),
                                        summary.getOwner(),
                                        summary))
                        .get();
        told.add(summary);
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
