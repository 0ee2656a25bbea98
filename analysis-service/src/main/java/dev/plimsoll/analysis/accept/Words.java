package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.FixState;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The words that rules may use, and what is said to somebody who wrote another. */
final class Words {

    /** How a rule may call the fix state "no fix has been published yet". */
    private static final Map<String, String> FIX_SYNONYMS =
            Map.of("awaiting-upstream", word(FixState.NOT_FIXED));

    /** What is quoted of somebody's text; it may be a megabyte. */
    private static final int QUOTED = 80;

    private Words() {}

    /** The closed sets, by the field of a scope that takes them. */
    static Map<String, List<String>> allowed() {
        var allowed = new LinkedHashMap<String, List<String>>();
        allowed.put("layer", words(LayerOrigin.values()));
        allowed.put("role", words(Role.values()));
        allowed.put("severity", words(Severity.values()));
        allowed.put(
                "fix",
                Stream.concat(
                                words(FixState.values()).stream(),
                                FIX_SYNONYMS.keySet().stream().sorted())
                        .toList());
        return allowed;
    }

    /** How a closed set's value is written in rules: {@code NOT_FIXED} is {@code not-fixed}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String canonical(String field, String word) {
        return field.equals("fix") ? FIX_SYNONYMS.getOrDefault(word, word) : word;
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.of(values).map(Words::word).toList();
    }

    /** Somebody's text for a message: on one line, and not all of it. */
    static String quoted(String text) {
        var start = text.substring(0, Math.min(text.length(), QUOTED));
        var line = new StringBuilder();
        start.codePoints()
                .map(c -> Character.isISOControl(c) || isLoneSurrogate(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return text.length() > QUOTED ? line.append('…').toString() : line.toString();
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** {@code "; did you mean 'ticket'?"}, or nothing if none of the words is near. */
    static String nearMiss(String wrong, Collection<String> known) {
        if (wrong.length() > QUOTED) {
            return "";
        }
        var lower = wrong.toLowerCase(Locale.ROOT);
        return nearest(lower, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    private static Optional<String> nearest(String wrong, Collection<String> known) {
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(word -> distance(wrong, word)))
                .filter(word -> distance(wrong, word) <= Math.max(1, word.length() / 3));
    }

    /** Letters to put in, take out, change or swap with the next. */
    private static int distance(String one, String other) {
        var cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int change = cost[i - 1][j - 1] + (same ? 0 : 1);
                int swap = isSwapped(one, i, other, j) ? cost[i - 2][j - 2] + 1 : Integer.MAX_VALUE;
                cost[i][j] =
                        Math.min(
                                Math.min(change, swap),
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static boolean isSwapped(String one, int i, String other, int j) {
        return i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
