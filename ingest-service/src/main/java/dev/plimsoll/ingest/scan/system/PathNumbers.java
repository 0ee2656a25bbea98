package dev.plimsoll.ingest.scan.system;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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

    /** How many there were before the first one of each; without those that are not there. */
    public Map<Long, Integer> before(Set<Long> sought) {
        var first = new HashMap<Long, Integer>();
        for (int i = 0; i < size && first.size() < sought.size(); i++) {
            if (sought.contains(numbers[i])) {
                first.putIfAbsent(numbers[i], i);
            }
        }
        return first;
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
