package dev.plimsoll.analysis.accept;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words to positions, asked for words that are not made first: one in any case, or a name in two
 * parts. Open addressing; at most half full.
 */
final class KeyTable {

    private static final int[] POWERS = powers();

    private final int mask;
    private final @Nullable String[] keys;
    private final int[] hashes;
    private final int[][] values;
    private final boolean empty;

    private KeyTable(Map<String, int[]> entries, boolean folded) {
        int size = Integer.highestOneBit(Math.max(4, entries.size() * 2)) << 1;
        mask = size - 1;
        keys = new @Nullable String[size];
        hashes = new int[size];
        values = new int[size][];
        empty = entries.isEmpty();
        entries.forEach(
                (key, positions) -> {
                    int hash = folded ? foldedHash(key) : key.hashCode();
                    int slot = slot(hash);
                    while (keys[slot] != null) {
                        slot = slot + 1 & mask;
                    }
                    keys[slot] = key;
                    hashes[slot] = hash;
                    values[slot] = positions;
                });
    }

    /** To be asked by {@link #exact} and {@link #name}. */
    static KeyTable of(Map<String, int[]> entries) {
        return new KeyTable(entries, false);
    }

    /**
     * To be asked by {@link #folded}.
     *
     * @param entries with keys that went through {@link #fold}
     */
    static KeyTable folded(Map<String, int[]> entries) {
        return new KeyTable(entries, true);
    }

    boolean isEmpty() {
        return empty;
    }

    int @Nullable [] exact(String key) {
        int hash = key.hashCode();
        for (int slot = slot(hash); keys[slot] != null; slot = slot + 1 & mask) {
            if (hashes[slot] == hash && key.equals(keys[slot])) {
                return values[slot];
            }
        }
        return null;
    }

    int @Nullable [] folded(String key) {
        int hash = foldedHash(key);
        for (int slot = slot(hash); keys[slot] != null; slot = slot + 1 & mask) {
            if (hashes[slot] == hash && key.equalsIgnoreCase(keys[slot])) {
                return values[slot];
            }
        }
        return null;
    }

    /** The two parts with a slash between them. */
    int @Nullable [] name(String registry, String repository) {
        int length = registry.length();
        int hash =
                (registry.hashCode() * 31 + '/') * power(repository.length())
                        + repository.hashCode();
        for (int slot = slot(hash); keys[slot] != null; slot = slot + 1 & mask) {
            var key = keys[slot];
            if (hashes[slot] == hash
                    && key.length() == length + 1 + repository.length()
                    && key.charAt(length) == '/'
                    && key.startsWith(registry)
                    && key.endsWith(repository)) {
                return values[slot];
            }
        }
        return null;
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
        int hash = 0;
        for (int i = 0; i < word.length(); i++) {
            hash = hash * 31 + fold(word.charAt(i));
        }
        return hash;
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
