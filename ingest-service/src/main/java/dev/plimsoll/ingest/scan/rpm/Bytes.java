package dev.plimsoll.ingest.scan.rpm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A range of bytes with numbers in it; whoever reads beside it learns that the file is damaged. */
final class Bytes {

    private static final VarHandle SHORTS = bigEndianView(short[].class);
    private static final VarHandle INTS = bigEndianView(int[].class);
    private static final VarHandle LONGS = bigEndianView(long[].class);

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
        short number = (short) SHORTS.get(array, place(at, 2));
        return Short.toUnsignedInt(bigEndian() ? number : Short.reverseBytes(number));
    }

    long u32(long at) throws DamagedException {
        int number = (int) INTS.get(array, place(at, 4));
        return Integer.toUnsignedLong(bigEndian() ? number : Integer.reverseBytes(number));
    }

    /** Eight bytes; what is beyond the range of a {@code long} comes out negative. */
    long i64(long at) throws DamagedException {
        long number = (long) LONGS.get(array, place(at, 8));
        return bigEndian() ? number : Long.reverseBytes(number);
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

    private boolean bigEndian() {
        return order == ByteOrder.BIG_ENDIAN;
    }

    private static VarHandle bigEndianView(Class<?> numbers) {
        return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.BIG_ENDIAN);
    }

    private int place(long at, long size) throws DamagedException {
        if (at < 0 || size < 0 || at > length - size) {
            throw new DamagedException(
                    "%d bytes at %d are wanted, where there are %d".formatted(size, at, length));
        }
        return start + (int) at;
    }
}
