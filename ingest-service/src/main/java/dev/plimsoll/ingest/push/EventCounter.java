package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code plimsoll.events}: every event that reached us, by source, outcome and reason. */
final class EventCounter {

    private final MeterRegistry meters;

    EventCounter(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What became of an event; "unanswered" deliveries come again. */
    enum Outcome {
        PUBLISHED,
        REPEATED,
        UNACKNOWLEDGED
    }

    void count(String source, Outcome outcome, int events) {
        add(source, outcome.name(), "none", events);
    }

    void ignored(String source, Reason reason) {
        add(source, "IGNORED", reason.name(), 1);
    }

    void refused(String source, Reason reason) {
        add(source, "REFUSED", reason.name(), 1);
    }

    /** A body that never became events. */
    void rejected(String source, String reason) {
        add(source, "REJECTED", reason, 1);
    }

    private void add(String source, String outcome, String reason, int events) {
        if (events > 0) {
            meters.counter(
                            "plimsoll.events",
                            "source",
                            source,
                            "outcome",
                            outcome,
                            "reason",
                            reason)
                    .increment(events);
        }
    }
}
