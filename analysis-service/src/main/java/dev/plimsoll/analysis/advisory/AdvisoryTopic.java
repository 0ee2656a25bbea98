package dev.plimsoll.analysis.advisory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code advisories.changed}: one partition, compacted, so reading it to its end gives
 * what counts today. Used by one thread.
 */
final class AdvisoryTopic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String name;
    private final Producer<String, byte[]> producer;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    /**
     * @param name with the prefix
     * @param consumers a new one for each reading, without a group
     */
    AdvisoryTopic(
            String name,
            Producer<String, byte[]> producer,
            Supplier<Consumer<String, byte[]>> consumers) {
        this.name = name;
        this.producer = producer;
        this.consumers = consumers;
    }

    /**
     * Hands over every record up to the end as it is now, oldest first; a key may come several
     * times, the last one counts. A record that was deleted has no value.
     */
    void read(BiConsumer<String, byte @Nullable []> records) throws InterruptedException {
        var partition = new TopicPartition(name, 0);
        try (var consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                for (var event : consumer.poll(POLL)) {
                    if (event.offset() < end && event.key() != null) {
                        records.accept(event.key(), event.value());
                    }
                }
            }
        }
    }

    /** Sends without waiting; see {@link #awaitAcknowledged}. */
    void send(String key, byte[] value) {
        Future<?> ignored =
                producer.send(
                        new ProducerRecord<>(name, 0, key, value),
                        (_, failure) -> {
                            if (failure != null) {
                                firstFailure.compareAndSet(null, failure);
                            }
                        });
    }

    /**
     * Returns when the broker has everything that was sent.
     *
     * @throws ExecutionException if it refused something since the last call
     */
    void awaitAcknowledged() throws ExecutionException {
        producer.flush();
        var failure = firstFailure.getAndSet(null);
        if (failure != null) {
            throw new ExecutionException(
                    "topic '%s' did not take every advisory".formatted(name), failure);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
