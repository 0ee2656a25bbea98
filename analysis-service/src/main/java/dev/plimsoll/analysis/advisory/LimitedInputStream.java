package dev.plimsoll.analysis.advisory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a feed that unpacks to more than its limit. */
final class LimitedInputStream extends FilterInputStream {

    private long left;

    LimitedInputStream(InputStream in, long maxBytes) {
        super(in);
        this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new FeedRefusedException("it unpacks to more than its limit of bytes");
        }
    }
}
