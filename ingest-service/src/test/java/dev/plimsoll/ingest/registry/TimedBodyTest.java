package dev.plimsoll.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedBodyTest {

    private static final Duration STALL = Duration.ofMillis(50);

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        watchdog.shutdownNow();
    }

    @Test
    void row30AReaderThatWaitsForItsTurnIsNoSlowRegistry() throws InterruptedException {
        var body = body(new ByteArrayInputStream(new byte[100]), STALL);
        var buffer = new byte[60];

        assertThat(body.read(buffer, 0, 60)).isEqualTo(60);
        waitForChecks();
        assertThat(body.read(buffer, 0, 60)).isEqualTo(40);
        waitForChecks();

        assertThat(body.read(buffer, 0, 60)).isEqualTo(-1);
        assertThat(body.expired()).isFalse();
    }

    @Test
    void row30ABodyThatDoesNotComeIsGivenUp() {
        var body = body(new Silence(), Duration.ofMinutes(1));

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(body::read)
                .withMessageContaining("too slow");
        assertThat(body.expired()).isTrue();
    }

    /** Until the watchdog has looked at the body several times. */
    private void waitForChecks() throws InterruptedException {
        var checked = new CountDownLatch(1);
        watchdog.schedule(checked::countDown, 10 * STALL.toMillis(), TimeUnit.MILLISECONDS);
        checked.await();
    }

    private TimedBody body(InputStream content, Duration whole) {
        return new TimedBody(content, "a blob", whole, STALL, watchdog);
    }

    /** Gives nothing until it is closed. */
    private static final class Silence extends InputStream {

        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
