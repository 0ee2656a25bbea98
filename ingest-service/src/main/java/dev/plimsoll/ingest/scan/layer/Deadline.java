package dev.plimsoll.ingest.scan.layer;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.time.Duration;

/** Until when a scan may go on. */
public final class Deadline {

    private final Duration allowed;
    private final long end;

    private Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    public static Deadline in(Duration allowed) {
        return new Deadline(allowed);
    }

    /**
     * @throws ImageRefusedException LIMIT_TIME when it has passed
     */
    public void check() {
        if (System.nanoTime() - end > 0) {
            throw new ImageRefusedException(
                    Reason.LIMIT_TIME,
                    "it takes longer than %s; raise ingest.scans.deadline if that is right"
                            .formatted(allowed));
        }
    }

    /** Zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
