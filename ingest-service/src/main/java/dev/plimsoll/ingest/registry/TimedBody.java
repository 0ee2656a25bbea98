package dev.plimsoll.ingest.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer with a deadline and a minimum rate, both of the time that its reader waits
 * for it: what the reader does elsewhere is not the registry's fault. Everything that goes wrong
 * while reading is a {@link RegistryUnavailableException}, so that no reader above mistakes a cut
 * connection for bad content.
 */
final class TimedBody extends FilterInputStream {

    private final String what;
    private final long deadline;
    private final ScheduledFuture<?> checks;
    private volatile long received;
    private volatile boolean expired;
    private final long period;
    private boolean reading;
    private long left = System.nanoTime();
    private long elsewhere;
    private long receivedAtLastCheck;
    private long elsewhereAtLastCheck;

    /**
     * @param what for messages, for example the address
     */
    TimedBody(
            InputStream body,
            String what,
            Duration whole,
            Duration stall,
            ScheduledExecutorService watchdog) {
        super(body);
        this.what = what;
        this.deadline = System.nanoTime() + whole.toNanos();
        this.period = Math.max(1, Math.min(stall.toNanos(), whole.toNanos()));
        this.checks =
                watchdog.scheduleAtFixedRate(this::check, period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader; the watchdog only looks
    public int read(byte[] buffer, int offset, int length) {
        enter();
        try {
            int count = in.read(buffer, offset, length);
            if (expired) {
                throw tooSlow();
            }
            if (count > 0) {
                received += count;
            }
            return count;
        } catch (IOException e) {
            if (expired) {
                throw tooSlow();
            }
            throw new RegistryUnavailableException(
                    "%s broke off after %d bytes: %s".formatted(what, received, e.getMessage()), e);
        } finally {
            leave();
        }
    }

    /** Passes over so many bytes, or to the end. */
    void skipBytes(long bytes) {
        var buffer = new byte[(int) Math.min(bytes, 64 * 1024)];
        long left = bytes;
        while (left > 0) {
            int count = read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                break;
            }
            left -= count;
        }
    }

    /** Whether it was given up for being slow. */
    boolean expired() {
        return expired;
    }

    /** Reads at most the given number of bytes to their end, so that the connection can be kept. */
    void discard(int limit) {
        skipBytes(limit);
        close();
    }

    @Override
    public void close() {
        checks.cancel(false);
        try {
            in.close();
        } catch (IOException _) {
            // Nothing is lost: whatever was read has been verified or refused by now.
        }
    }

    private synchronized void enter() {
        elsewhere += System.nanoTime() - left;
        reading = true;
    }

    private synchronized void leave() {
        left = System.nanoTime();
        reading = false;
    }

    /** Nanoseconds that nobody waited for this body. */
    private synchronized long elsewhere() {
        return reading ? elsewhere : elsewhere + System.nanoTime() - left;
    }

    private void check() {
        long received = this.received;
        long unread = elsewhere();
        boolean awaited = unread - elsewhereAtLastCheck < period / 2;
        boolean stalled = received - receivedAtLastCheck < Patience.MINIMUM_BYTES;
        receivedAtLastCheck = received;
        elsewhereAtLastCheck = unread;
        if ((awaited && stalled) || System.nanoTime() - deadline - unread >= 0) {
            expired = true;
            close();
        }
    }

    private RegistryUnavailableException tooSlow() {
        return new RegistryUnavailableException(
                "%s was too slow: %d bytes until the deadline".formatted(what, received), null);
    }
}
