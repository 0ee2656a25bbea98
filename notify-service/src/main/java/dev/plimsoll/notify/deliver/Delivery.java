package dev.plimsoll.notify.deliver;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.ledger.LedgerKey;
import java.time.Instant;
import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An alert on its way.
 *
 * @param partition the part of the ledger it comes from
 * @param alert as the ledger has it
 * @param notBefore when the next attempt is due
 * @param firstAttempt by this process; null before it
 * @param unknownOutcomes attempts of which nobody knows whether they arrived
 */
record Delivery(
        TopicPartition partition,
        AlertRecorded alert,
        Instant notBefore,
        @Nullable Instant firstAttempt,
        int unknownOutcomes) {

    /** Critical before high; summaries, which nobody waits for, last; the older first. */
    static final Comparator<Delivery> MOST_URGENT_FIRST =
            Comparator.comparing(Delivery::urgency)
                    .reversed()
                    .thenComparing(delivery -> delivery.alert.getPlannedAt())
                    .thenComparing(Delivery::key);

    /**
     * Takes up what the ledger holds. An attempt that was begun and has no end died with its
     * process: it may have arrived.
     */
    static Delivery of(TopicPartition partition, AlertRecorded alert) {
        var next = alert.getNextAttemptAt();
        var interrupted = alert.getState() == AlertState.SENDING && next == null;
        return new Delivery(
                partition, alert, next == null ? Instant.MIN : next, null, interrupted ? 1 : 0);
    }

    String key() {
        return LedgerKey.of(alert);
    }

    private Severity urgency() {
        return switch (alert.getKind()) {
            case BASELINE, REVIEW -> Severity.UNKNOWN;
            case ALERT ->
                    alert.getItems().stream()
                            .map(AlertItem::getSeverity)
                            .max(Comparator.naturalOrder())
                            .orElse(Severity.UNKNOWN);
        };
    }

    /** The same, with the attempt that begins now in the record. */
    Delivery begun(Instant now) {
        var sending =
                AlertRecorded.newBuilder(alert)
                        .setState(AlertState.SENDING)
                        .setAttempts(alert.getAttempts() + 1)
                        .setUpdatedAt(now)
                        .setNextAttemptAt(null)
                        .build();
        return new Delivery(
                partition,
                sending,
                notBefore,
                firstAttempt == null ? now : firstAttempt,
                unknownOutcomes);
    }

    Delivery again(Instant at, Instant now, String reason, boolean unknown) {
        var waiting =
                AlertRecorded.newBuilder(alert)
                        .setLastError(reason)
                        .setUpdatedAt(now)
                        .setNextAttemptAt(at)
                        .build();
        return new Delivery(
                partition, waiting, at, firstAttempt, unknownOutcomes + (unknown ? 1 : 0));
    }

    Delivery notBefore(Instant at) {
        return new Delivery(partition, alert, at, firstAttempt, unknownOutcomes);
    }

    AlertRecorded sent(Instant now) {
        return AlertRecorded.newBuilder(alert)
                .setState(AlertState.SENT)
                .setUpdatedAt(now)
                .setNextAttemptAt(null)
                .build();
    }

    AlertRecorded failed(Instant now, String reason) {
        return AlertRecorded.newBuilder(alert)
                .setState(AlertState.FAILED)
                .setLastError(reason)
                .setUpdatedAt(now)
                .setNextAttemptAt(null)
                .build();
    }
}
