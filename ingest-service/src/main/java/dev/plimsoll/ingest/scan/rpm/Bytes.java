package dev.plimsoll.ingest.scan.rpm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A range of bytes with numbers in it; whoever reads beside it learns that the file is damaged. */
final class Bytes {

    private final byte[] array;
    private final int start;
    private final int length;
    private final ByteOrder order;

    private Bytes(byte[] array, int start, int length, ByteOrder order) {
        this.array = array;
        this.start = start;
        this.length = length;
        this.order = order;
    }

    static Bytes of(byte[] array, ByteOrder order) {
        return new Bytes(array, 0, array.length, order);
    }

    /** The same bytes, with numbers written in the given order. */
    Bytes in(ByteOrder other) {
        return new Bytes(array, start, length, other);
    }

    int length() {
        return length;
    }

    Bytes slice(long at, long size) throws DamagedException {
        return new Bytes(array, place(at, size), (int) size, order);
    }

    byte[] copy(long at, long size) throws DamagedException {
        int from = place(at, size);
        return Arrays.copyOfRange(array, from, from + (int) size);
    }

    void copyTo(byte[] target, int targetAt, long at, long size) throws DamagedException {
        System.arraycopy(array, place(at, size), target, targetAt, (int) size);
    }

    int u8(long at) throws DamagedException {
        return array[place(at, 1)] & 0xff;
    }

    int u16(long at) throws DamagedException {
        return (int) number(at, 2);
    }

    long u32(long at) throws DamagedException {
        return number(at, 4);
    }

    /** Eight bytes; what is beyond the range of a {@code long} comes out negative. */
    long i64(long at) throws DamagedException {
        return number(at, 8);
    }

    /** Text of a known length; what is not UTF-8 is replaced. */
    String text(long at, long size) throws DamagedException {
        return new String(array, place(at, size), (int) size, StandardCharsets.UTF_8);
    }

    /** Where the zero byte is that ends the text beginning here. */
    int endOfText(long at) throws DamagedException {
        int from = place(at, 0);
        for (int i = from; i < start + length; i++) {
            if (array[i] == 0) {
                return i - start;
            }
        }
        throw new DamagedException("the text at %d has no end".formatted(at));
    }

    private long number(long at, int size) throws DamagedException {
        int from = place(at, size);
        long number = 0;
        for (int i = 0; i < size; i++) {
            int place = order == ByteOrder.BIG_ENDIAN ? from + i : from + size - 1 - i;
            number = number << 8 | array[place] & 0xff;
        }
        return number;
    }

    private int place(long at, long size) throws DamagedException {
        if (at < 0 || size < 0 || at > length - size) {
            throw new DamagedException(
                    "%d bytes at %d are wanted, where there are %d".formatted(size, at, length));
        }
        return start + (int) at;
    }
}
