package dev.plimsoll.analysis.track;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts the dead letters of the global copies; connects when there is the first one. */
final class CopyLetters implements GlobalCopy.Letters, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CopyLetters.class);

    private final Map<String, Object> settings;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * @param settings of a Kafka producer, without serializers
     */
    CopyLetters(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void send(ProducerRecord<byte[], byte[]> letter) {
        if (producer == null) {
            producer =
                    new KafkaProducer<>(
                            settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        var unused = producer.send(letter, (_, trouble) -> tell(letter, trouble));
    }

    private static void tell(ProducerRecord<byte[], byte[]> letter, @Nullable Exception trouble) {
        if (trouble != null) {
            log.atError()
                    .addKeyValue("topic", letter.topic())
                    .setCause(trouble)
                    .log("dead letter not written; it is tried again at the next start");
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
