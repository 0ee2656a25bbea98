package dev.plimsoll.ingest.scan.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A blob's bytes, counted, whose first ones can be looked at before they are read. */
public final class CompressedBytes extends FilterInputStream {

    private static final int HEAD = 8;

    private final byte[] head;
    private int headPosition;
    private long count;

    public CompressedBytes(InputStream blob) throws IOException {
        super(blob);
        this.head = blob.readNBytes(HEAD);
    }

    public byte[] head() {
        return Arrays.copyOf(head, head.length);
    }

    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        if (headPosition < head.length && length > 0) {
            read = Math.min(length, head.length - headPosition);
            System.arraycopy(head, headPosition, buffer, offset, read);
            headPosition += read;
        } else {
            read = in.read(buffer, offset, length);
        }
        count += Math.max(read, 0);
        return read;
    }

    /** Nothing: decoders close what they read from, but the blob has still to be verified. */
    @Override
    public void close() {}
}
