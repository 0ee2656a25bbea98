package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one scan did and how long each step took. Layers write to it from several threads. */
public final class ScanRun {

    private final Clock clock;
    private final ConcurrentLinkedQueue<Timed> stages = new ConcurrentLinkedQueue<>();
    private final LongAdder blobBytes = new LongAdder();

    private record Timed(long start, Stage stage) {}

    public ScanRun(Clock clock) {
        this.clock = clock;
    }

    /** Does the step and remembers its time, also when it fails. */
    public <T> T time(String name, Supplier<T> step) {
        return time(name, step, _ -> null);
    }

    /**
     * @param detail what to say of the result
     */
    public <T> T time(String name, Supplier<T> step, Function<T, @Nullable String> detail) {
        var startedAt = clock.instant();
        long start = System.nanoTime();
        try {
            var result = step.get();
            add(name, startedAt, start, detail.apply(result));
            return result;
        } catch (RuntimeException e) {
            add(name, startedAt, start, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    void addBlobBytes(long bytes) {
        blobBytes.add(bytes);
    }

    public long blobBytes() {
        return blobBytes.sum();
    }

    /** In the order they began. */
    public List<Stage> stages() {
        return stages.stream()
                .sorted(Comparator.comparingLong(Timed::start))
                .map(Timed::stage)
                .toList();
    }

    private void add(String name, Instant startedAt, long start, @Nullable String detail) {
        stages.add(
                new Timed(
                        start,
                        new Stage(name, startedAt, (System.nanoTime() - start) / 1_000, detail)));
    }
}
