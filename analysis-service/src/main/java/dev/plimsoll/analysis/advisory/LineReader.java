package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of bytes, none longer than a limit. */
final class LineReader {

    /**
     * @param number from 1
     * @param bytes null if the line was too long; it was skipped
     */
    record Line(long number, byte @Nullable [] bytes) {}

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int end;
    private long number;
    private byte[] line = new byte[4 * 1024];

    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line without its end, or null after the last. */
    @Nullable Line next() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (position == end) {
                end = in.read(buffer);
                position = 0;
                if (end < 0) {
                    end = 0;
                    return any ? line(length) : null;
                }
            }
            any = true;
            int newline = position;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            length = append(length, newline - position);
            boolean complete = newline < end;
            position = complete ? newline + 1 : end;
            if (complete) {
                return line(length);
            }
        }
    }

    /** Beyond the limit only the length grows, by one, so that the line is known to be too long. */
    private int append(int length, int more) {
        if (length + (long) more > maxBytes) {
            return maxBytes + 1;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, line.length * 2));
        }
        System.arraycopy(buffer, position, line, length, more);
        return length + more;
    }

    private Line line(int length) {
        number++;
        return new Line(number, length > maxBytes ? null : Arrays.copyOf(line, length));
    }
}
