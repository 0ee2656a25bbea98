package dev.plimsoll.ingest.registry;

import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The bytes of a blob, hashed while they are read. Never gives more bytes than the descriptor
 * promised. {@code read} throws {@link RegistryUnavailableException} when the connection breaks and
 * {@link ImageRefusedException} when the content is not what it should be.
 */
public final class VerifiedBlob extends InputStream {

    private final BlobBody body;
    private final Descriptor descriptor;
    private final MessageDigest sha256 = Digest.sha256();
    private long count;

    VerifiedBlob(BlobBody body, Descriptor descriptor) {
        this.body = body;
        this.descriptor = descriptor;
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int read = body.read(buffer, offset, length);
        if (read < 0) {
            return -1;
        }
        sha256.update(buffer, offset, read);
        count += read;
        if (count > descriptor.size()) {
            throw mismatch("more than %d bytes came".formatted(descriptor.size()));
        }
        return read;
    }

    /** Compressed bytes so far. */
    public long count() {
        return count;
    }

    /**
     * Reads what is left and compares size and digest.
     *
     * @throws ImageRefusedException DIGEST_MISMATCH
     */
    public void verify() {
        var rest = new byte[8192];
        while (read(rest, 0, rest.length) >= 0) {
            // hashed by read
        }
        if (count != descriptor.size()) {
            throw mismatch("%d bytes came instead of %d".formatted(count, descriptor.size()));
        }
        var actual = Digest.of(sha256);
        if (!actual.equals(descriptor.digest())) {
            throw mismatch("the content has the digest " + actual);
        }
    }

    @Override
    public void close() {
        body.close();
    }

    private ImageRefusedException mismatch(String how) {
        return new ImageRefusedException(
                Reason.DIGEST_MISMATCH, "blob %s: %s".formatted(descriptor.digest(), how));
    }
}
