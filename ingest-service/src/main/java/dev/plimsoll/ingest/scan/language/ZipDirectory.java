package dev.plimsoll.ingest.scan.language;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Compares the entries that streamed by with what the archive's central directory says of them: a
 * JVM opens what the directory names, and only that.
 */
final class ZipDirectory {

    private static final long SEED = System.nanoTime() | 1;

    /** Ascending, since entries stream by. */
    private long[] offsets = new long[16];

    private long[] fingerprints = new long[16];
    private int count;
    private final BitSet named = new BitSet();
    private int namedCount;
    private long base;

    /**
     * @param base bytes before the archive's first entry, which its directory may count or not
     */
    ZipDirectory(long base) {
        this.base = base;
    }

    /** An entry that was there. */
    void seen(long offset, long fingerprint) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            fingerprints = Arrays.copyOf(fingerprints, 2 * count);
        }
        offsets[count] = offset;
        fingerprints[count++] = fingerprint;
    }

    /**
     * An entry that the directory names.
     *
     * @return whether it is one that was there, described alike, and named once
     */
    boolean names(long offset, long fingerprint) {
        int index = indexOf(offset + base);
        if (index < 0 && namedCount == 0 && base != 0) {
            base = 0;
            index = indexOf(offset);
        }
        namedCount++;
        if (index < 0 || named.get(index)) {
            return false;
        }
        named.set(index);
        return fingerprints[index] == fingerprint;
    }

    int namedCount() {
        return namedCount;
    }

    /** Of entries that were there and that the directory does not name. */
    int unnamedCount() {
        return count - named.cardinality();
    }

    /** Whether the directory says of itself where it starts. */
    boolean startsAt(long said, long start) {
        return said + base == start || (namedCount == 0 && said == start);
    }

    static long fingerprint(long name, int method, long compressedSize, long size, long checksum) {
        return mix(mix(mix(mix(name, method), compressedSize), size), checksum);
    }

    /** Of a name's bytes. */
    static long hash(byte[] bytes, int from, int length) {
        long hash = SEED;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private int indexOf(long offset) {
        return Arrays.binarySearch(offsets, 0, count, offset);
    }
}
