package dev.plimsoll.notify.deliver;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.channel.Addressee;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.ledger.LedgerUnavailableException;
import dev.plimsoll.notify.ledger.LedgerWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** A queue and a worker on a virtual thread for each destination. */
public final class Dispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Up before the consumers start, down after they stopped. */
    private static final int PHASE = 0;

    private static final Duration HAND_OVER = Duration.ofSeconds(25);

    private final Map<String, DestinationQueue> queues = new HashMap<>();
    private final Map<String, DestinationWorker> workers = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LedgerWriter ledger;
    private final InstantSource clock;

    /**
     * @param channels by the name of their destination
     */
    public Dispatcher(
            Map<String, Channel> channels,
            AnnouncementWriter writer,
            LedgerWriter ledger,
            DeliveryPolicy policy,
            InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        channels.forEach(
                (name, channel) -> {
                    var queue = new DestinationQueue(policy.queueCapacity(), clock);
                    queues.put(name, queue);
                    workers.put(
                            name,
                            new DestinationWorker(queue, channel, writer, ledger, policy, clock));
                });
    }

    /** Takes an alert on, or gives it up if there is no room for it. */
    void dispatch(Delivery delivery) {
        var addressee = Addressee.parse(delivery.alert().getDestination());
        var queue = queues.get(addressee.destination());
        if (queue == null) {
            // Perhaps another instance has it already or still: it stays planned.
            log.atWarn()
                    .addKeyValue("alert", delivery.alert().getAlertId())
                    .addKeyValue("destination", delivery.alert().getDestination())
                    .log("alert waits, its destination is not configured");
            return;
        }
        if (!queue.offer(delivery)) {
            giveUp(delivery.failed(clock.instant(), "too many alerts wait for this destination"));
        }
    }

    private void giveUp(AlertRecorded alert) {
        try {
            ledger.deadLetter(alert);
            ledger.write(alert);
        } catch (LedgerUnavailableException e) {
            // It stays planned: whoever is assigned the partition next takes it on again.
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("alert", alert.getAlertId())
                    .log("ledger not written");
            return;
        }
        log.atError()
                .addKeyValue("alert", alert.getAlertId())
                .addKeyValue("destination", alert.getDestination())
                .addKeyValue("lastError", alert.getLastError())
                .log("alert given up");
    }

    /** Drops an alert that was settled elsewhere. */
    void forget(String key) {
        queues.values().forEach(queue -> queue.forget(key));
    }

    /** Drops everything of these partitions and waits, not forever, for what is under way. */
    void withdraw(Collection<TopicPartition> partitions) {
        queues.values().forEach(queue -> queue.withdraw(partitions));
        var deadline = clock.instant().plus(HAND_OVER);
        try {
            for (var queue : queues.values()) {
                if (!queue.awaitWithdrawn(Duration.between(clock.instant(), deadline))) {
                    log.atWarn()
                            .addKeyValue("partitions", partitions)
                            .log("ledger handed over with a delivery under way");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        workers.forEach(
                (name, worker) ->
                        threads.add(Thread.ofVirtual().name("deliver-" + name).start(worker)));
    }

    /** By now the partitions are withdrawn: what a worker still holds took too long. */
    @Override
    public void stop() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
