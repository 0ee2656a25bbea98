package dev.plimsoll.notify.ledger;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition of the ledger, added up from its records, first to last.
 *
 * <p>An alert only moves forward: a record that says {@code PLANNED} or {@code SENDING} of an alert
 * that is settled is a repetition (of {@code findings.changed}, or by an instance that lost the
 * partition) and changes nothing. But compaction would keep the repetition and drop the settlement,
 * so the settlement has to be written once more.
 *
 * <p>Until {@link #open} nothing follows from a record: it may be settled further on. Not
 * thread-safe: a partition has one reader.
 */
public final class LedgerPartition {

    private final long end;
    private final Map<String, AlertRecorded> unsettled = new LinkedHashMap<>();
    private final Map<String, Settlement> settled = new HashMap<>();
    private final Map<String, AlertRecorded> contradicted = new LinkedHashMap<>();
    private boolean open;

    /**
     * @param end the offset after the last record that was there when the partition was assigned
     */
    public LedgerPartition(long end) {
        this.end = end;
    }

    /** What follows from a record. */
    public sealed interface Step {

        /** An alert that nobody has settled: send it. */
        record Deliver(AlertRecorded alert) implements Step {}

        /** A repetition hides this settlement: write it again. */
        record WriteAgain(AlertRecorded settlement) implements Step {}

        /** Settled elsewhere, or taken out of the ledger: do not send it. */
        record Forget(String key) implements Step {}
    }

    /**
     * Adds a record.
     *
     * @param record null for a tombstone: the alert was taken out of the ledger
     * @return what follows from it now; never anything before {@link #open}
     */
    public Optional<Step> add(String key, @Nullable AlertRecorded record) {
        var step = record == null ? remove(key) : merge(key, record);
        return open ? step : Optional.empty();
    }

    private Optional<Step> remove(String key) {
        settled.remove(key);
        contradicted.remove(key);
        return unsettled.remove(key) == null ? Optional.empty() : Optional.of(new Step.Forget(key));
    }

    private Optional<Step> merge(String key, AlertRecorded record) {
        return switch (record.getState()) {
            case SENT, FAILED -> settle(key, record);
            case PLANNED, SENDING -> advance(key, record);
        };
    }

    private Optional<Step> settle(String key, AlertRecorded record) {
        settled.put(key, Settlement.of(record));
        contradicted.remove(key);
        return unsettled.remove(key) == null ? Optional.empty() : Optional.of(new Step.Forget(key));
    }

    private Optional<Step> advance(String key, AlertRecorded record) {
        var settlement = settled.get(key);
        if (settlement != null) {
            var again = settlement.inPlaceOf(record);
            contradicted.put(key, again);
            return Optional.of(new Step.WriteAgain(again));
        }
        var before = unsettled.get(key);
        if (before != null && record.getState() == AlertState.PLANNED) {
            return Optional.empty();
        }
        unsettled.put(key, record);
        return before == null ? Optional.of(new Step.Deliver(record)) : Optional.empty();
    }

    /** Whether everything that was there at the assignment has been read at this offset. */
    public boolean reached(long position) {
        return position >= end;
    }

    public boolean isOpen() {
        return open;
    }

    /** The settlements that a repetition hides; each has to be written again. */
    public Collection<AlertRecorded> contradicted() {
        return List.copyOf(contradicted.values());
    }

    /** Says that the state is whole: from now on steps follow from records. */
    public void open() {
        open = true;
    }

    /** The alerts that are planned or being sent. */
    public Collection<AlertRecorded> unsettled() {
        return List.copyOf(unsettled.values());
    }

    /** How an alert ended, without what it said: settled alerts are many, and they stay. */
    private record Settlement(
            AlertState state, int attempts, @Nullable String lastError, Instant updatedAt) {

        static Settlement of(AlertRecorded record) {
            return new Settlement(
                    record.getState(),
                    record.getAttempts(),
                    record.getLastError(),
                    record.getUpdatedAt());
        }

        AlertRecorded inPlaceOf(AlertRecorded repetition) {
            return AlertRecorded.newBuilder(repetition)
                    .setState(state)
                    .setAttempts(attempts)
                    .setLastError(lastError)
                    .setUpdatedAt(updatedAt)
                    .setNextAttemptAt(null)
                    .build();
        }
    }
}
