package dev.plimsoll.ingest.replay;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventCodec;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes once through the dead letters that were there when it began.
 *
 * <p>A push becomes a request: its tag may have moved since, so the tag is asked for, not the
 * digest of then, and it takes no place in the order of pushes. Everything else stays a dead
 * letter, as it was and behind the others: bytes that are still no event, and deletions, which
 * could remove what was pushed after them.
 */
final class Replay {

    private static final Logger log = LoggerFactory.getLogger(Replay.class);

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final String topicPrefix;
    private final EventCodec codec = new EventCodec();

    /**
     * @param consumer of a group of its own, which remembers what was replayed
     */
    Replay(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            String topicPrefix) {
        this.consumer = consumer;
        this.producer = producer;
        this.topicPrefix = topicPrefix;
    }

    /** How many dead letters became requests, and how many are dead letters still. */
    record Result(int replayed, int left) {

        Result plus(boolean wasReplayed) {
            return wasReplayed ? new Result(replayed + 1, left) : new Result(replayed, left + 1);
        }
    }

    /** A record is done with when Kafka has what became of it; killed, it comes again. */
    Result run(Topic deadLetters) {
        var partitions =
                consumer.partitionsFor(topicPrefix + deadLetters.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);

        var result = new Result(0, 0);
        while (!reached(ends)) {
            for (var record : consumer.poll(POLL)) {
                if (record.offset() < end(ends, record)) {
                    result = result.plus(replay(record));
                    commit(record);
                }
            }
        }
        return result;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long end(Map<TopicPartition, Long> ends, ConsumerRecord<?, ?> record) {
        return Objects.requireNonNull(
                ends.get(new TopicPartition(record.topic(), record.partition())));
    }

    private boolean replay(ConsumerRecord<byte[], byte[]> record) {
        var push = push(record);
        send(
                push.map(
                                event ->
                                        new ProducerRecord<>(
                                                topicPrefix + Topic.IMAGES_RESCAN.name(),
                                                record.key(),
                                                codec.encode(request(event))))
                        .orElseGet(() -> again(record)));
        log.atInfo()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log(push.isPresent() ? "dead letter replayed" : "dead letter left");
        return push.isPresent();
    }

    private Optional<ImagePushed> push(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value()) instanceof ImagePushed push
                    ? Optional.of(push)
                    : Optional.empty();
        } catch (UndecodableEventException e) {
            return Optional.empty();
        }
    }

    private static ImagePushed request(ImagePushed push) {
        return ImagePushed.newBuilder(push)
                .setTrigger(Trigger.MANUAL)
                .setDigest(push.getTag() == null ? push.getDigest() : null)
                .build();
    }

    private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka did not take a record for '%s'".formatted(record.topic()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while replaying", e);
        }
    }

    private void commit(ConsumerRecord<?, ?> record) {
        consumer.commitSync(
                Map.of(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1)));
    }
}
