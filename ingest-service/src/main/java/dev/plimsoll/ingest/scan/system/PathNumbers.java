package dev.plimsoll.ingest.scan.system;

import java.util.Arrays;

/** A growing list of path hashes, eight bytes each. */
public final class PathNumbers {

    private long[] numbers = new long[16];
    private int size;

    public void add(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + (size >> 1));
        }
        numbers[size++] = number;
    }

    public int size() {
        return size;
    }

    public long[] toArray() {
        return Arrays.copyOf(numbers, size);
    }

    /** For {@link Arrays#binarySearch(long[], long)}. */
    public long[] toSortedArray() {
        var sorted = toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
