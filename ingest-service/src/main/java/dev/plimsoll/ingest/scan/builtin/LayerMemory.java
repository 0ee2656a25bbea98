package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.ingest.scan.layer.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What one layer keeps in memory while it is read. Usual layers need little and are read side by
 * side; one that needs more takes a turn that no other layer has meanwhile, so that the memory of
 * all scans together is bounded. Who has the turn waits for nothing but its own layer's bytes.
 */
final class LayerMemory implements AutoCloseable {

    private final ScanLimits limits;
    private final Semaphore turn;
    private final Deadline deadline;
    private long kept;
    private long held;
    private boolean hasTurn;

    /**
     * @param turn one permit for all layers of all scans
     */
    LayerMemory(ScanLimits limits, Semaphore turn, Deadline deadline) {
        this.limits = limits;
        this.turn = turn;
        this.deadline = deadline;
    }

    /** Remembers bytes that stay when the layer was read. */
    void keep(long bytes) {
        kept += bytes;
        if (kept > limits.layerBytes()) {
            throw new ImageRefusedException(
                    Reason.LIMIT_PKGDB,
                    "more than %d bytes would have to be kept of one layer"
                            .formatted(limits.layerBytes()));
        }
        takeTurn();
    }

    void forget(long bytes) {
        kept -= bytes;
    }

    long kept() {
        return kept;
    }

    /** Makes room for bytes that are only needed while the layer is read. */
    void hold(long bytes) {
        held += bytes;
        takeTurn();
    }

    void letGo(long bytes) {
        held -= bytes;
    }

    @Override
    public void close() {
        if (hasTurn) {
            hasTurn = false;
            turn.release();
        }
    }

    private void takeTurn() {
        if (hasTurn || kept + held <= limits.freeLayerBytes()) {
            return;
        }
        try {
            while (!turn.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                deadline.check();
            }
            hasTurn = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(
                    "interrupted while a large layer waited for its turn", e);
        }
    }
}
