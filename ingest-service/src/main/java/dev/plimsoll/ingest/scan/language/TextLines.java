package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text that streams by; of a line that is too long only its start. */
final class TextLines {

    private static final int LONGEST = 16 * 1024;

    private final InputStream content;
    private final long limit;
    private final byte[] buffer = new byte[16 * 1024];
    private byte[] line = new byte[256];
    private int position;
    private int end;
    private long count;

    /**
     * @param limit in bytes; a longer text ends in {@link LimitReachedException}
     */
    TextLines(InputStream content, long limit) {
        this.content = content;
        this.limit = limit;
    }

    /**
     * The next line without its line feed and a carriage return before it; bytes that are not UTF-8
     * are replaced.
     *
     * @return null at the end
     */
    @Nullable String next() throws IOException {
        int length = 0;
        boolean any = false;
        while (position < end || fill()) {
            any = true;
            int feed = position;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            int taken = Math.min(feed - position, LONGEST - length);
            if (length + taken > line.length) {
                line = Arrays.copyOf(line, Math.max(length + taken, 2 * line.length));
            }
            System.arraycopy(buffer, position, line, length, taken);
            length += taken;
            position = feed;
            if (feed < end) {
                position++;
                break;
            }
        }
        if (!any) {
            return null;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, content.read(buffer));
        count += end;
        if (count > limit) {
            throw new LimitReachedException(
                    Reason.LIMIT_LANGUAGE_FILE, "it is longer than %d bytes".formatted(limit));
        }
        return end > 0;
    }
}
