package dev.plimsoll.ingest.scan.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text as it streams by, without copying those that nobody wants. Of a line that is
 * longer than {@value #LONGEST} bytes the rest is passed over, so memory does not depend on the
 * text.
 */
final class Lines {

    /** More than any line that is understood may have. */
    static final int LONGEST = 512 * 1024;

    private final InputStream text;
    private byte[] buffer = new byte[4 * 1024];
    private int start;
    private int end;
    private int next;
    private int filled;

    Lines(InputStream text) {
        this.text = text;
    }

    /**
     * Moves to the next line; false at the end. Line feeds end lines, a carriage return before one
     * goes.
     */
    boolean advance() throws IOException {
        start = next;
        int feed = start;
        while (true) {
            while (feed < filled && buffer[feed] != '\n') {
                feed++;
            }
            if (feed < filled) {
                next = feed + 1;
                break;
            }
            int scanned = feed - start;
            if (scanned >= LONGEST) {
                end = feed;
                skipLine();
                return true;
            }
            if (!fill()) {
                next = filled;
                if (start == filled) {
                    return false;
                }
                feed = filled;
                break;
            }
            feed = start + scanned;
        }
        end = feed > start && buffer[feed - 1] == '\r' ? feed - 1 : feed;
        return true;
    }

    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Of what is there of it: {@value #LONGEST} or a little more for one that was cut. */
    int length() {
        return end - start;
    }

    /** The byte at the given place of the line; 0 behind its end. */
    byte at(int index) {
        return start + index < end ? buffer[start + index] : 0;
    }

    /** Where the byte first is in the line, -1 if nowhere. */
    int indexOf(char wanted) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** Part of the line without surrounding blanks; bytes that are not UTF-8 are replaced. */
    String text(int from, int to) {
        return new String(
                        buffer,
                        start + from,
                        Math.max(0, Math.min(end - start, to) - from),
                        StandardCharsets.UTF_8)
                .strip();
    }

    /** Of the rest of the line as a path. */
    long pathHash(int from) {
        return PathHash.merged(buffer, Math.min(start + from, end), end);
    }

    byte[] bytes(int from) {
        return Arrays.copyOfRange(buffer, Math.min(start + from, end), end);
    }

    /** Appends the rest of the line to the first bytes of an array, which grows if it has to. */
    byte[] appendTo(byte[] array, int length, int from) {
        int more = Math.max(0, end - start - from);
        var result =
                array.length < length + more ? Arrays.copyOf(array, 2 * (length + more)) : array;
        System.arraycopy(buffer, end - more, result, length, more);
        return result;
    }

    /** Makes room behind the present line and reads on; false at the end of the text. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = text.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            return false;
        }
        filled += read;
        return true;
    }

    /** Keeps the beginning of the line and passes over the rest. */
    private void skipLine() throws IOException {
        var rest = new byte[16 * 1024];
        while (true) {
            int read = text.read(rest, 0, rest.length);
            if (read < 0) {
                next = filled;
                return;
            }
            for (int i = 0; i < read; i++) {
                if (rest[i] == '\n') {
                    keep(rest, i + 1, read);
                    return;
                }
            }
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        next = filled;
        if (buffer.length < filled + to - from) {
            buffer = Arrays.copyOf(buffer, filled + to - from);
        }
        System.arraycopy(bytes, from, buffer, filled, to - from);
        filled += to - from;
    }
}
