package dev.plimsoll.ingest.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventCodec;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics that say what was seen, from their first record on and in every instance: no
 * group, nothing committed.
 */
final class SeenTopics implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SeenTopics.class);

    private static final List<Topic> TOPICS =
            List.of(Topic.IMAGES_ASSESSED, Topic.IMAGES_PUSHED, Topic.IMAGES_RESCAN);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Predicate<String> watched;
    private final Seen seen;
    private final List<TopicPartition> partitions;
    private final EventCodec codec = new EventCodec();

    /**
     * @param consumer without a group
     * @param watched which registries matter; records of others are not even decoded
     */
    SeenTopics(
            Consumer<byte[], byte[]> consumer,
            String topicPrefix,
            Predicate<String> watched,
            Seen seen) {
        this.consumer = consumer;
        this.watched = watched;
        this.seen = seen;
        this.partitions =
                TOPICS.stream()
                        .flatMap(
                                topic ->
                                        consumer.partitionsFor(topicPrefix + topic.name()).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads to where the topics end now.
     *
     * @return whether that was reached in time; if not, the next call goes on
     */
    boolean catchUp(Duration patience) {
        var ends = consumer.endOffsets(partitions);
        var deadline = System.nanoTime() + patience.toNanos();
        while (!reached(ends)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            consumer.poll(POLL).forEach(this::read);
        }
        return true;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null || !isWatched(record.key())) {
            return;
        }
        try {
            seen.on(codec.decode(record.value()));
        } catch (UndecodableEventException e) {
            // Whoever has to work on it makes a dead letter of it.
            log.atDebug()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("record says nothing of coverage");
        }
    }

    /** All three topics have keys that begin with the registry. */
    private boolean isWatched(byte[] key) {
        var text = new String(key, UTF_8);
        int slash = text.indexOf('/');
        return slash > 0 && watched.test(text.substring(0, slash));
    }

    /** Ends a {@link #catchUp} that runs on another thread. */
    void interrupt() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
