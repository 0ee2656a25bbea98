package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.publish.NotPublishedException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks again and again: reads what was seen, and lets the {@link Reconciliation} act on it. */
final class Looks implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration READING = Duration.ofMinutes(5);

    private final Reconciliation reconciliation;
    private final Supplier<SeenTopics> topics;
    private final boolean rests;
    private final Duration pause;
    private @Nullable ScheduledExecutorService executor;
    private @Nullable SeenTopics open;

    /**
     * @param topics opened on the first look: Kafka may still be away when the service starts
     */
    Looks(
            Reconciliation reconciliation,
            Supplier<SeenTopics> topics,
            CoverageProperties properties) {
        var interval = properties.interval();
        this.reconciliation = reconciliation;
        this.topics = topics;
        this.rests = properties.registries().isEmpty();
        this.pause = interval.compareTo(LONGEST_PAUSE) < 0 ? interval : LONGEST_PAUSE;
    }

    private void look() {
        try {
            var seen = topics();
            if (!seen.catchUp(READING)) {
                log.atWarn().log("what was seen is not read to its end yet");
                return;
            }
            reconciliation.list();
            reconciliation.look();
        } catch (NotPublishedException | KafkaException e) {
            log.atWarn().setCause(e).log("coverage not looked at, trying again");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("coverage not looked at");
        }
    }

    private synchronized SeenTopics topics() {
        if (open == null) {
            open = topics.get();
        }
        return open;
    }

    @Override
    public void start() {
        if (rests) {
            return;
        }
        executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("coverage").factory());
        executor.scheduleWithFixedDelay(this::look, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        var running = executor;
        if (running == null) {
            return;
        }
        executor = null;
        running.shutdownNow();
        var seen = open;
        open = null;
        if (seen != null) {
            seen.interrupt();
            running.close();
            seen.close();
        }
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }
}
