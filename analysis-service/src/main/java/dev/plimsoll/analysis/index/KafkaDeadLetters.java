package dev.plimsoll.analysis.index;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;

/** Sends records as they came, with the cause in headers, to {@code <topic>.dlq}. */
final class KafkaDeadLetters implements DeadLetters, AutoCloseable {

    /** Room for the largest record a topic takes, and its headers. */
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final DeadLetterPublishingRecoverer recoverer;

    KafkaDeadLetters(KafkaProperties kafka) {
        Map<String, Object> configuration = kafka.buildProducerProperties();
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        this.producers =
                new DefaultKafkaProducerFactory<>(
                        configuration, new ByteArraySerializer(), new ByteArraySerializer());
        this.recoverer =
                new DeadLetterPublishingRecoverer(
                        new KafkaTemplate<>(producers),
                        (record, _) ->
                                new TopicPartition(record.topic() + ".dlq", record.partition()));
        recoverer.setFailIfSendResultIsError(true);
    }

    @Override
    public void publish(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        recoverer.accept(record, null, cause);
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
