package dev.plimsoll.ingest.scan.language;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A stream seen through a window, so that its next bytes can be looked at before they are taken.
 */
final class ByteWindow {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream content;
    private final byte[] buffer;
    private int position;
    private int end;
    private long endOffset;
    private boolean ended;

    ByteWindow(InputStream content, int size) {
        this.content = content;
        this.buffer = new byte[size];
    }

    /** Where in the stream the window stands. */
    long offset() {
        return endOffset - (end - position);
    }

    /** Whether there are so many bytes, at most the window's size, ahead. */
    boolean has(int bytes) throws IOException {
        while (end - position < bytes && !ended) {
            if (position > 0) {
                System.arraycopy(buffer, position, buffer, 0, end - position);
                end -= position;
                position = 0;
            }
            int read = content.read(buffer, end, buffer.length - end);
            if (read < 0) {
                ended = true;
            } else {
                end += read;
                endOffset += read;
            }
        }
        return end - position >= bytes;
    }

    byte at(int index) {
        return buffer[position + index];
    }

    /** Unsigned, little endian, like all that follow. */
    int u16(int index) {
        return (short) SHORTS.get(buffer, position + index) & 0xFFFF;
    }

    long u32(int index) {
        return (int) INTS.get(buffer, position + index) & 0xFFFFFFFFL;
    }

    /** Negative where it is too large for a size. */
    long u64(int index) {
        return (long) LONGS.get(buffer, position + index);
    }

    String latin1(int index, int length) {
        return new String(buffer, position + index, length, StandardCharsets.ISO_8859_1);
    }

    /** Steps over bytes that are in the window. */
    void step(int bytes) {
        position += bytes;
    }

    /** Whether there were so many bytes to skip. */
    boolean skip(long bytes) throws IOException {
        long left = bytes;
        while (left > end - position) {
            left -= end - position;
            position = end;
            if (!has(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where in {@link #buffer} the next byte is. */
    int position() {
        return position;
    }

    /** Bytes in the window. */
    int available() {
        return end - position;
    }

    int read(byte[] output, int offset, int length) throws IOException {
        if (!has(1)) {
            return -1;
        }
        int taken = Math.min(length, end - position);
        System.arraycopy(buffer, position, output, offset, taken);
        position += taken;
        return taken;
    }
}
