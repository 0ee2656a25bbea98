package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What every rule and statement says now. Follows {@code rules.changed} from its beginning, on
 * every instance, and so knows what any instance decided.
 */
public final class LiveRules implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveRules.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TopicPartition topic;
    private final RulesTopic rules;
    private final EventDeserializer<SpecificRecord> events = new EventDeserializer<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** Guarded by {@link #lock}. */
    private final Map<String, Held<SpecificRecord>> entries = new HashMap<>();

    /** Guarded by {@link #lock}. */
    private final Map<String, List<Held<SpecificRecord>>> watched = new HashMap<>();

    /** Offset of the next record to be read; guarded by {@link #lock}. */
    private long position;

    private volatile @Nullable Thread thread;
    private volatile @Nullable Consumer<String, byte[]> reader;

    LiveRules(RulesTopic rules) {
        this.rules = rules;
        this.topic = rules.partition();
    }

    /** Every rule that is not removed, by id; also refused ones. */
    public List<RuleChanged> rules() {
        return heldRules().stream().map(Held::event).toList();
    }

    /** As {@link #rules()}, with versions. */
    public List<Held<RuleChanged>> heldRules() {
        return all(RuleChanged.class)
                .filter(rule -> rule.event().getState() != RuleState.REMOVED)
                .sorted(Comparator.comparing(rule -> rule.event().getId()))
                .toList();
    }

    /** The rule of this id, unless it is removed. */
    public Optional<Held<RuleChanged>> rule(String id) {
        return entry(id, RuleChanged.class)
                .filter(rule -> rule.event().getState() != RuleState.REMOVED);
    }

    /** Every VEX statement that is not removed, by id; also refused ones. */
    public List<VexStated> statements() {
        return all(VexStated.class)
                .map(Held::event)
                .filter(statement -> statement.getState() != RuleState.REMOVED)
                .sorted(Comparator.comparing(VexStated::getId))
                .toList();
    }

    /** Why rules accept nothing although somebody wrote them: file, rule and field, in words. */
    public List<String> refusals() {
        return Stream.concat(
                        rules().stream()
                                .filter(rule -> rule.getState() == RuleState.REFUSED)
                                .map(RuleChanged::getRefusal),
                        statements().stream()
                                .filter(statement -> statement.getState() == RuleState.REFUSED)
                                .map(VexStated::getRefusal))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    /** The last word on every id, also if it says that it is removed. */
    Map<String, Held<SpecificRecord>> everything() {
        lock.lock();
        try {
            return Map.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** The last word of that kind on an id, also if it says that it is removed. */
    <E extends SpecificRecord> Optional<Held<E>> entry(String id, Class<E> kind) {
        lock.lock();
        try {
            return Optional.ofNullable(entries.get(id)).flatMap(held -> as(held, kind));
        } finally {
            lock.unlock();
        }
    }

    <E extends SpecificRecord> Stream<Held<E>> all(Class<E> kind) {
        lock.lock();
        try {
            return List.copyOf(entries.values()).stream().flatMap(held -> as(held, kind).stream());
        } finally {
            lock.unlock();
        }
    }

    private static <E extends SpecificRecord> Optional<Held<E>> as(
            Held<SpecificRecord> held, Class<E> kind) {
        return kind.isInstance(held.event())
                ? Optional.of(new Held<>(kind.cast(held.event()), held.offset()))
                : Optional.empty();
    }

    /**
     * Waits until everything is read that was written before the call, by whatever instance.
     *
     * @throws KafkaAwayException if that takes longer than {@code patience}
     */
    public void catchUp(Duration patience) {
        var end = Instant.now().plus(patience);
        awaitPosition(rules.end(patience), Duration.between(Instant.now(), end));
    }

    /**
     * Waits until the record of this offset is read.
     *
     * @throws KafkaAwayException if that takes longer than {@code patience}
     */
    void await(long offset, Duration patience) {
        awaitPosition(offset + 1, patience);
    }

    /**
     * Remembers everything that is read about an id, until it is closed. One at a time for an id.
     */
    Watch watch(String id) {
        lock.lock();
        try {
            watched.put(id, new ArrayList<>());
            return new Watch(id);
        } finally {
            lock.unlock();
        }
    }

    /** See {@link #watch}. */
    final class Watch implements AutoCloseable {

        private final String id;

        private Watch(String id) {
            this.id = id;
        }

        /** The first record after one offset and before another. */
        Optional<Held<SpecificRecord>> firstBetween(long after, long before) {
            lock.lock();
            try {
                return watched.getOrDefault(id, List.of()).stream()
                        .filter(held -> held.offset() > after && held.offset() < before)
                        .min(Comparator.comparingLong(Held::offset));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                watched.remove(id);
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitPosition(long wanted, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (position < wanted) {
                if (left <= 0) {
                    throw new KafkaAwayException(
                            "rules are read up to offset %d, not yet up to %d"
                                    .formatted(position, wanted),
                            null);
                }
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaAwayException("interrupted while waiting for rules", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        // Known before it runs: it ends when it is no longer known. No virtual thread: Kafka's
        // consumer waits in ways that hold its carrier.
        var running = Thread.ofPlatform().daemon().name("live-rules").unstarted(this::run);
        thread = running;
        running.start();
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        var polling = reader;
        if (polling != null) {
            polling.wakeup();
        }
        if (running != null) {
            // Not interrupted while it says good-bye to the broker.
            try {
                if (!running.join(Duration.ofSeconds(5))) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** After the topics are there; before whoever asks and whoever writes. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }

    private void run() {
        while (thread != null) {
            try (var consumer = rules.reader()) {
                reader = consumer;
                follow(consumer);
            } catch (WakeupException | org.apache.kafka.common.errors.InterruptException e) {
                // Asked to stop: the loop ends, or begins again if it was somebody else.
            } catch (KafkaException e) {
                log.atWarn().setCause(e).log("rules cannot be read: trying again");
                pause();
            } finally {
                reader = null;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        consumer.assign(List.of(topic));
        consumer.seekToBeginning(List.of(topic));
        while (thread != null) {
            var records = consumer.poll(POLL);
            long next = consumer.position(topic);
            lock.lock();
            try {
                records.forEach(this::take);
                position = next;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        try {
            var event = events.deserialize(entry.topic(), entry.value());
            if (event == null) {
                entries.remove(entry.key());
                return;
            }
            var held = new Held<>(event, entry.offset());
            entries.put(entry.key(), held);
            var remembered = watched.get(entry.key());
            if (remembered != null) {
                remembered.add(held);
            }
        } catch (UndecodableEventException e) {
            log.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("offset", entry.offset())
                    .setCause(e)
                    .log("rule skipped: not readable");
        }
    }
}
