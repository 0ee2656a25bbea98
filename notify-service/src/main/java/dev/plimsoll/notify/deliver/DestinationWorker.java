package dev.plimsoll.notify.deliver;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.deliver.Decider.Decision;
import dev.plimsoll.notify.ledger.AlertKeys;
import dev.plimsoll.notify.ledger.LedgerUnavailableException;
import dev.plimsoll.notify.ledger.LedgerWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends to one destination, one alert after the other.
 *
 * <p>The ledger knows of an attempt before the destination does, and of its end before the next one
 * begins. After a failure the destination as a whole is left alone for a while, longer with every
 * failure in a row: ten thousand waiting alerts knock as seldom as one.
 */
final class DestinationWorker implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(DestinationWorker.class);
    private static final Duration LEDGER_PAUSE = Duration.ofSeconds(1);

    private final DestinationQueue queue;
    private final Channel channel;
    private final AnnouncementWriter writer;
    private final LedgerWriter ledger;
    private final Decider decider;
    private final InstantSource clock;
    private int failuresInARow;

    DestinationWorker(
            DestinationQueue queue,
            Channel channel,
            AnnouncementWriter writer,
            LedgerWriter ledger,
            DeliveryPolicy policy,
            InstantSource clock) {
        this.queue = queue;
        this.channel = channel;
        this.writer = writer;
        this.ledger = ledger;
        this.decider =
                new Decider(policy, channel.recognisesRepetitions(), RandomGenerator.getDefault());
        this.clock = clock;
    }

    /** Works until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var delivery = queue.take();
                @Nullable Delivery again = null;
                try {
                    again = attempt(delivery);
                } finally {
                    queue.release(again);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is left to do, or null. */
    private @Nullable Delivery attempt(Delivery delivery) {
        var now = clock.instant();
        var refused = decider.refuse(delivery, now);
        if (refused.isPresent()) {
            giveUp(refused.get().alert());
            return null;
        }
        var begun = delivery.begun(now);
        try {
            ledger.write(begun.alert());
        } catch (LedgerUnavailableException e) {
            report(log.atWarn().setCause(e), begun.alert()).log("ledger not written, nothing sent");
            queue.pauseUntil(now.plus(LEDGER_PAUSE));
            return delivery;
        }
        var outcome = send(begun.alert());
        return conclude(decider.after(begun, outcome, clock.instant()), outcome);
    }

    private Outcome send(AlertRecorded alert) {
        try {
            return channel.send(writer.write(alert));
        } catch (RuntimeException e) {
            report(log.atError().setCause(e), alert).log("alert cannot be put into a message");
            return new Outcome.Refused("cannot be put into a message: " + e.getClass().getName());
        }
    }

    private @Nullable Delivery conclude(Decision decision, Outcome outcome) {
        return switch (decision) {
            case Decision.Sent(var alert) -> {
                failuresInARow = 0;
                writeSurely(() -> ledger.write(alert), alert);
                report(log.atInfo(), alert).log("alert sent");
                yield null;
            }
            case Decision.Failed(var alert) -> {
                failuresInARow = 0;
                giveUp(alert);
                yield null;
            }
            case Decision.Again(var again) -> {
                leaveAlone(outcome);
                postpone(again.alert());
                yield again;
            }
        };
    }

    private void giveUp(AlertRecorded alert) {
        writeSurely(() -> ledger.deadLetter(alert), alert);
        writeSurely(() -> ledger.write(alert), alert);
        report(log.atError(), alert).log("alert given up");
    }

    private void leaveAlone(Outcome outcome) {
        failuresInARow++;
        var retryAfter = outcome instanceof Outcome.Unavailable(_, var asked) ? asked : null;
        queue.pauseUntil(clock.instant().plus(decider.pause(failuresInARow, retryAfter)));
    }

    /** Only for people and the next process; this one remembers by itself. */
    private void postpone(AlertRecorded alert) {
        report(log.atWarn(), alert)
                .addKeyValue("next", alert.getNextAttemptAt())
                .log("alert not sent, will try again");
        try {
            ledger.write(alert);
        } catch (LedgerUnavailableException e) {
            report(log.atWarn().setCause(e), alert).log("ledger not written");
        }
    }

    private interface Write {
        void run() throws LedgerUnavailableException;
    }

    /**
     * Writes until Kafka confirms: what was sent must not be sent again because the ledger was
     * away. Ends early only when the partition is somebody else's or the process stops.
     */
    private void writeSurely(Write write, AlertRecorded alert) {
        while (true) {
            try {
                write.run();
                return;
            } catch (LedgerUnavailableException e) {
                report(log.atWarn().setCause(e), alert).log("ledger not written");
            }
            if (queue.isWithdrawn()) {
                return;
            }
            try {
                Thread.sleep(LEDGER_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static LoggingEventBuilder report(LoggingEventBuilder event, AlertRecorded alert) {
        return AlertKeys.add(event, alert)
                .addKeyValue("attempts", alert.getAttempts())
                .addKeyValue("lastError", alert.getLastError());
    }
}
