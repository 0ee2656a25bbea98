package dev.plimsoll.ingest.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.ingest.publish.NotPublishedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The events that Kafka has, and those on their way to it, so that of many equal deliveries at the
 * same time one is published and the others wait for its fate. Bounded, safe for many threads.
 */
final class Remembered {

    /**
     * An event, and where it is remembered.
     *
     * @param slot a later event of the same slot takes its place
     * @param id tells it from others of its slot
     */
    record Memory(String slot, String id) {}

    /** What is known of an event. */
    sealed interface Known {

        /** Not known; whoever asked publishes it, and says how it went. */
        record New() implements Known {}

        record Published() implements Known {}

        /** Somebody else is at it. */
        record UnderWay(CompletableFuture<Boolean> published) implements Known {}
    }

    private final Cache<String, String> published;
    private final Map<Memory, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /**
     * @param most the oldest are forgotten first
     */
    Remembered(Duration window, int most) {
        this.published = Caffeine.newBuilder().maximumSize(most).expireAfterWrite(window).build();
    }

    /** Claims the event if it is new. */
    Known claim(Memory memory) {
        if (memory.id().equals(published.getIfPresent(memory.slot()))) {
            return new Known.Published();
        }
        var fate = new CompletableFuture<Boolean>();
        var others = underWay.putIfAbsent(memory, fate);
        if (others != null) {
            return new Known.UnderWay(others);
        }
        // It may have become published between the two looks.
        if (memory.id().equals(published.getIfPresent(memory.slot()))) {
            underWay.remove(memory);
            fate.complete(true);
            return new Known.Published();
        }
        return new Known.New();
    }

    /** Kafka has the claimed event. */
    void published(Memory memory) {
        published.put(memory.slot(), memory.id());
        var fate = underWay.remove(memory);
        if (fate != null) {
            fate.complete(true);
        }
    }

    /** Gives up a claim, if it still stands; whoever comes next, publishes the event. */
    void forget(Memory memory) {
        var fate = underWay.remove(memory);
        if (fate != null) {
            fate.complete(false);
        }
    }

    /**
     * Returns when somebody else's event is in Kafka.
     *
     * @throws NotPublishedException if it is not, or not in time
     */
    static void await(Known.UnderWay other, String topic, Duration patience) {
        try {
            if (!other.published().get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NotPublishedException(topic, null);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new NotPublishedException(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublishedException(topic, e);
        }
    }
}
