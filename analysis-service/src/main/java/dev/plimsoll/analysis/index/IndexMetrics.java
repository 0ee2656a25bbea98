package dev.plimsoll.analysis.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the writer of one topic did: {@code plimsoll.index.documents} by result, {@code
 * plimsoll.index.dead.letters} in events, and {@code plimsoll.index.lag}.
 *
 * <p>The lag is the age of the oldest event that waits to be indexed, or nothing while none waits:
 * it grows when Elasticsearch is away and does not when nothing happens.
 */
final class IndexMetrics {

    private static final long NOTHING_WAITS = -1;

    private final Counter indexed;
    private final Counter superseded;
    private final Counter retried;
    private final Counter refused;
    private final Counter deadLetters;
    private final AtomicLong oldestWaiting = new AtomicLong(NOTHING_WAITS);

    IndexMetrics(MeterRegistry registry, String topic, InstantSource clock) {
        this.indexed = documents(registry, topic, "indexed");
        this.superseded = documents(registry, topic, "superseded");
        this.retried = documents(registry, topic, "retried");
        this.refused = documents(registry, topic, "refused");
        this.deadLetters =
                Counter.builder("plimsoll.index.dead.letters")
                        .description("Events that could not be indexed")
                        .tag("topic", topic)
                        .register(registry);
        TimeGauge.builder("plimsoll.index.lag", () -> lagMillis(clock), TimeUnit.MILLISECONDS)
                .description("Age of the oldest event that waits to be indexed")
                .tag("topic", topic)
                .strongReference(true)
                .register(registry);
    }

    void indexed(int documents) {
        indexed.increment(documents);
    }

    void superseded(int documents) {
        superseded.increment(documents);
    }

    void retried(int documents) {
        retried.increment(documents);
    }

    void refused(int documents) {
        refused.increment(documents);
    }

    void deadLetters(int events) {
        deadLetters.increment(events);
    }

    void waiting(Instant oldest) {
        oldestWaiting.set(oldest.toEpochMilli());
    }

    void nothingWaits() {
        oldestWaiting.set(NOTHING_WAITS);
    }

    private long lagMillis(InstantSource clock) {
        var oldest = oldestWaiting.get();
        return oldest == NOTHING_WAITS ? 0 : Math.max(0, clock.millis() - oldest);
    }

    private static Counter documents(MeterRegistry registry, String topic, String result) {
        return Counter.builder("plimsoll.index.documents")
                .description("Documents sent to Elasticsearch, by what became of them")
                .tag("topic", topic)
                .tag("result", result)
                .register(registry);
    }
}
