package dev.plimsoll.notify.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The queue between the reader of the ledger and one destination's worker. Knows what the worker
 * holds, so that a partition can be handed over with nothing under way.
 */
final class DestinationQueue {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final int capacity;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DeliveryQueue waiting = new DeliveryQueue();
    private Instant pausedUntil = Instant.MIN;
    private @Nullable Delivery inFlight;
    private boolean withdrawn;

    DestinationQueue(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** False if there is no room. */
    boolean offer(Delivery delivery) {
        lock.lock();
        try {
            if (waiting.size() >= capacity) {
                return false;
            }
            waiting.add(delivery);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a delivery that is due; {@link #release} must follow. */
    Delivery take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                var now = clock.instant();
                if (!now.isBefore(pausedUntil)) {
                    var due = waiting.poll(now);
                    if (due.isPresent()) {
                        inFlight = due.get();
                        withdrawn = false;
                        return inFlight;
                    }
                }
                awaitUntil(next(), now);
            }
        } finally {
            lock.unlock();
        }
    }

    private Instant next() {
        var next = waiting.next().orElse(Instant.MAX);
        return next.isAfter(pausedUntil) ? next : pausedUntil;
    }

    private void awaitUntil(Instant next, Instant now) throws InterruptedException {
        var latest = now.plus(LONGEST_WAIT);
        var until = next.isBefore(latest) ? next : latest;
        // At least a millisecond: clocks may be coarser than the wait.
        var nanos = Math.max(Duration.between(now, until).toNanos(), 1_000_000);
        changed.awaitNanos(nanos);
    }

    /**
     * Ends what {@link #take} began.
     *
     * @param again what is left to do, or null; dropped if its partition is withdrawn
     */
    void release(@Nullable Delivery again) {
        lock.lock();
        try {
            if (again != null && !withdrawn) {
                waiting.add(again);
            }
            inFlight = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is taken before that moment. */
    void pauseUntil(Instant moment) {
        lock.lock();
        try {
            pausedUntil = moment;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether what the worker holds is no longer ours. */
    boolean isWithdrawn() {
        lock.lock();
        try {
            return withdrawn;
        } finally {
            lock.unlock();
        }
    }

    void forget(String key) {
        lock.lock();
        try {
            waiting.removeIf(delivery -> delivery.key().equals(key));
        } finally {
            lock.unlock();
        }
    }

    /** Drops what came from these partitions; what is under way is not begun again. */
    void withdraw(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            waiting.removeIf(delivery -> partitions.contains(delivery.partition()));
            if (inFlight != null && partitions.contains(inFlight.partition())) {
                withdrawn = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing withdrawn is under way; false if it still is at the end of that time. */
    boolean awaitWithdrawn(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var nanos = atMost.toNanos();
            while (inFlight != null && withdrawn) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
