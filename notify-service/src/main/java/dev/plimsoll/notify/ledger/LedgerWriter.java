package dev.plimsoll.notify.ledger;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.topic.Topics;
import dev.plimsoll.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.stereotype.Component;

/** Writes the ledger. A write that returned is on disk, as far as the cluster promises. */
@Component
public final class LedgerWriter {

    private static final long WRITE_SECONDS = 130;

    private final KafkaTemplate<String, Object> kafka;
    private final String topic;
    private final String deadLetters;

    LedgerWriter(KafkaTemplate<String, Object> kafka, Topics topics) {
        this.kafka = kafka;
        this.topic = topics.name(Topic.ALERTS_LEDGER);
        this.deadLetters = topics.name(Topic.ALERTS_LEDGER.deadLetters());
    }

    /**
     * @throws LedgerUnavailableException if Kafka did not confirm it; it may be written all the
     *     same
     */
    public void write(AlertRecorded record) throws LedgerUnavailableException {
        send(new ProducerRecord<>(topic, LedgerKey.of(record), record));
    }

    /**
     * Puts an alert that was given up where people look for such: with the reason in the headers
     * that all dead letters have.
     *
     * @throws LedgerUnavailableException if Kafka did not confirm it; it may be written all the
     *     same
     */
    public void deadLetter(AlertRecorded failed) throws LedgerUnavailableException {
        var record = new ProducerRecord<String, Object>(deadLetters, LedgerKey.of(failed), failed);
        var reason = Objects.requireNonNullElse(failed.getLastError(), "no reason recorded");
        record.headers()
                .add(KafkaHeaders.DLT_ORIGINAL_TOPIC, topic.getBytes(StandardCharsets.UTF_8))
                .add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, reason.getBytes(StandardCharsets.UTF_8));
        send(record);
    }

    private void send(ProducerRecord<String, Object> record) throws LedgerUnavailableException {
        try {
            kafka.send(record).get(WRITE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new LedgerUnavailableException(record.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException(record.topic(), e);
        }
    }
}
