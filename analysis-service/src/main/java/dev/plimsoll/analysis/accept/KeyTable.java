package dev.plimsoll.analysis.accept;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Words to the positions of those who name them, asked for words that are not made first: one in
 * any case, or a name in two parts. What is found names the word or, rarely, one with the same
 * hash: whoever asks looks at the thing itself anyway, and no word has to be fetched here. Open
 * addressing, at most half full; what is not there, as most words, is mostly known from a few bits.
 */
final class KeyTable {

    private static final int[] POWERS = powers();

    /** Characters of a word in any case that count: its last ones differ most. */
    private static final int COUNTED = 8;

    /** For each word; one in sixteen words that are not there looks as if it were. */
    private static final int FILTER_BITS = 16;

    private final int mask;
    private final int[] hashes;
    private final int[] @Nullable [] values;
    private final long[] filter;
    private final boolean empty;

    private KeyTable(Map<String, int[]> entries, ToIntFunction<String> hash) {
        var byHash = new HashMap<Integer, int[]>();
        entries.forEach(
                (key, positions) ->
                        byHash.merge(hash.applyAsInt(key), positions, KeyTable::together));
        int size = Integer.highestOneBit(Math.max(4, byHash.size() * 2)) << 1;
        mask = size - 1;
        hashes = new int[size];
        values = new int[size][];
        filter = new long[Math.max(1, size * FILTER_BITS / 2 / Long.SIZE)];
        empty = byHash.isEmpty();
        byHash.forEach(
                (code, positions) -> {
                    filter[word(code)] |= 1L << spread(code);
                    int slot = slot(code);
                    while (values[slot] != null) {
                        slot = slot + 1 & mask;
                    }
                    hashes[slot] = code;
                    values[slot] = positions;
                });
    }

    /** To be asked by {@link #exact} and {@link #name}. */
    static KeyTable of(Map<String, int[]> entries) {
        return new KeyTable(entries, String::hashCode);
    }

    /**
     * To be asked by {@link #folded}.
     *
     * @param entries with keys that went through {@link #fold}
     */
    static KeyTable folded(Map<String, int[]> entries) {
        return new KeyTable(entries, KeyTable::foldedHash);
    }

    boolean isEmpty() {
        return empty;
    }

    int @Nullable [] exact(String key) {
        return find(key.hashCode());
    }

    int @Nullable [] folded(String key) {
        return find(foldedHash(key));
    }

    /** The two parts with a slash between them. */
    int @Nullable [] name(String registry, String repository) {
        return find(
                (registry.hashCode() * 31 + '/') * power(repository.length())
                        + repository.hashCode());
    }

    private int @Nullable [] find(int hash) {
        if ((filter[word(hash)] & 1L << spread(hash)) == 0) {
            return null;
        }
        for (int slot = slot(hash); values[slot] != null; slot = slot + 1 & mask) {
            if (hashes[slot] == hash) {
                return values[slot];
            }
        }
        return null;
    }

    private static int[] together(int[] some, int[] others) {
        return IntStream.concat(IntStream.of(some), IntStream.of(others))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Equal for exactly those words that {@link String#equalsIgnoreCase} takes for equal. */
    static String fold(String word) {
        var folded = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            folded.append(fold(word.charAt(i)));
        }
        return folded.toString();
    }

    private static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static int foldedHash(String word) {
        int hash = word.length();
        for (int i = Math.max(0, word.length() - COUNTED); i < word.length(); i++) {
            hash = hash * 31 + fold(word.charAt(i));
        }
        return hash;
    }

    private int word(int hash) {
        return (spread(hash) >>> 6) & filter.length - 1;
    }

    /** Hashes of similar words differ in few bits. */
    private static int spread(int hash) {
        int spread = hash * 0x9E3779B9;
        return spread ^ spread >>> 15;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 16) & mask;
    }

    private static int power(int exponent) {
        if (exponent < POWERS.length) {
            return POWERS[exponent];
        }
        int power = POWERS[POWERS.length - 1];
        for (int i = POWERS.length - 1; i < exponent; i++) {
            power *= 31;
        }
        return power;
    }

    private static int[] powers() {
        var powers = new int[512];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 31;
        }
        return powers;
    }
}
