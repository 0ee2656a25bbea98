package dev.plimsoll.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that happens elsewhere. */
record Deadline(Instant end) {

    static Deadline in(Duration time) {
        return new Deadline(Instant.now().plus(time));
    }

    /**
     * Looks again and again until the condition holds; fails with the reason when the time is over.
     */
    void await(BooleanSupplier condition, Supplier<String> reason) {
        if (!within(condition)) {
            throw new FailedException(reason.get());
        }
    }

    /** The same, but tells instead of failing. */
    boolean within(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailedException("interrupted", e);
            }
        }
        return true;
    }
}
