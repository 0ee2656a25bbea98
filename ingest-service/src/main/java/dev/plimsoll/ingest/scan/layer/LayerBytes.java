package dev.plimsoll.ingest.scan.layer;

import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongSupplier;

/**
 * The uncompressed bytes of a layer: hashed and counted in large pieces as they come, given out in
 * small ones.
 */
public final class LayerBytes extends InputStream {

    private static final int BUFFER = 128 * 1024;

    private final InputStream uncompressed;
    private final LongSupplier compressedBytes;
    private final LayerLimits limits;
    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private final Deadline deadline;
    private long count;

    /**
     * @param compressedBytes how many bytes went in so far
     */
    public LayerBytes(
            InputStream uncompressed,
            LongSupplier compressedBytes,
            LayerLimits limits,
            Deadline deadline) {
        this.uncompressed = uncompressed;
        this.compressedBytes = compressedBytes;
        this.limits = limits;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] output, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int available = Math.min(length, limit - position);
        System.arraycopy(buffer, position, output, offset, available);
        position += available;
        return available;
    }

    /** Whether there were so many bytes. */
    boolean skipFully(long bytes) throws IOException {
        long left = bytes;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!fill()) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    /** Reads to the end. */
    public void drain() throws IOException {
        position = limit;
        while (fill()) {
            position = limit;
        }
    }

    /** Of everything read; asked once, after {@link #drain()}. */
    public Digest digest() {
        return Digest.of(sha256);
    }

    public long count() {
        return count;
    }

    private boolean fill() throws IOException {
        deadline.check();
        int filled = 0;
        while (filled < BUFFER) {
            int read = uncompressed.read(buffer, filled, BUFFER - filled);
            if (read < 0) {
                break;
            }
            filled += read;
            check(count + filled);
        }
        sha256.update(buffer, 0, filled);
        count += filled;
        position = 0;
        limit = filled;
        return filled > 0;
    }

    private void check(long uncompressedBytes) {
        if (uncompressedBytes > limits.uncompressedBytes()) {
            throw new ImageRefusedException(
                    Reason.LIMIT_UNCOMPRESSED,
                    "a layer of more than %d bytes".formatted(limits.uncompressedBytes()));
        }
        if (uncompressedBytes > limits.ratioFrom()
                && uncompressedBytes / limits.ratio() > compressedBytes.getAsLong()) {
            throw new ImageRefusedException(
                    Reason.LIMIT_UNCOMPRESSED,
                    "%d compressed bytes became more than %d"
                            .formatted(compressedBytes.getAsLong(), uncompressedBytes));
        }
    }
}
