package dev.plimsoll.ingest.scan.system;

import java.nio.charset.StandardCharsets;

/** The lines of a text file in memory, without copying those that nobody wants. */
final class Lines {

    private final byte[] text;
    private int start;
    private int end = -1;
    private int next;

    Lines(byte[] text) {
        this.text = text;
    }

    /**
     * Moves to the next line; false at the end. Line feeds end lines, a carriage return before one
     * goes.
     */
    boolean advance() {
        if (next >= text.length) {
            return false;
        }
        start = next;
        int feed = start;
        while (feed < text.length && text[feed] != '\n') {
            feed++;
        }
        next = feed + 1;
        end = feed > start && text[feed - 1] == '\r' ? feed - 1 : feed;
        return true;
    }

    boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (text[i] != ' ' && text[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    int length() {
        return end - start;
    }

    /** The byte at the given place of the line; 0 behind its end. */
    byte at(int index) {
        return start + index < end ? text[start + index] : 0;
    }

    /** Where the byte first is in the line, -1 if nowhere. */
    int indexOf(char wanted) {
        for (int i = start; i < end; i++) {
            if (text[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** Part of the line without surrounding blanks; bytes that are not UTF-8 are replaced. */
    String text(int from, int to) {
        return new String(
                        text,
                        start + from,
                        Math.min(end - start, to) - from,
                        StandardCharsets.UTF_8)
                .strip();
    }
}
