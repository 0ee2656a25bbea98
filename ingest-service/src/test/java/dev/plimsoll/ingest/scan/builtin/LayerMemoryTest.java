package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.layer.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LayerMemoryTest {

    private static final ScanLimits LIMITS = Reading.SMALL;

    private final Semaphore turn = new Semaphore(1);

    @Test
    void aLayerThatNeedsLittleWaitsForNobody() {
        turn.acquireUninterruptibly();

        try (var memory = memory(Duration.ZERO)) {
            memory.keep(LIMITS.freeLayerBytes());

            assertThat(memory.kept()).isEqualTo(LIMITS.freeLayerBytes());
        }
    }

    @Test
    void aLayerThatNeedsMuchHasATurnUntilItIsDone() {
        try (var memory = memory(Duration.ofMinutes(1))) {
            memory.hold(LIMITS.freeLayerBytes() + 1);
            memory.letGo(LIMITS.freeLayerBytes() + 1);

            assertThat(turn.availablePermits()).isZero();
        }
        assertThat(turn.availablePermits()).isOne();
    }

    @Test
    void aLayerThatGetsNoTurnInTimeIsRefused() {
        turn.acquireUninterruptibly();

        try (var memory = memory(Duration.ZERO)) {
            assertRefused(Reason.LIMIT_TIME, () -> memory.keep(LIMITS.freeLayerBytes() + 1));
        }
        assertThat(turn.availablePermits()).isZero();
    }

    @Test
    void moreThanALayerMayKeepIsRefused() {
        try (var memory = memory(Duration.ofMinutes(1))) {
            memory.keep(LIMITS.layerBytes());
            memory.forget(10);
            memory.keep(10);

            assertRefused(Reason.LIMIT_PKGDB, () -> memory.keep(1));
        }
        assertThat(turn.availablePermits()).isOne();
    }

    private LayerMemory memory(Duration deadline) {
        return new LayerMemory(LIMITS, turn, Deadline.in(deadline));
    }

    private static void assertRefused(
            Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(call)
                .extracting(ImageRefusedException::reason)
                .isEqualTo(reason);
    }
}
