package dev.plimsoll.analysis.match;

import java.util.Comparator;
import java.util.List;

/** Parts of a version between its separators, compared one after the other. */
final class Segments {

    private Segments() {}

    /** Numbers only; one that is missing is 0. */
    static int compareNumbers(List<String> left, List<String> right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int difference =
                    Digits.compare(
                            i < left.size() ? left.get(i) : "0",
                            i < right.size() ? right.get(i) : "0");
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /**
     * Numbers by value, words by their characters; the longer list is above where the other ends.
     *
     * @param kinds whether numbers are above words ({@code true} is that of a number)
     */
    static int compareMixed(List<String> left, List<String> right, Comparator<Boolean> kinds) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int difference = compareMixed(left.get(i), right.get(i), kinds);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareMixed(String left, String right, Comparator<Boolean> kinds) {
        boolean leftNumeric = isNumeric(left);
        boolean rightNumeric = isNumeric(right);
        if (leftNumeric && rightNumeric) {
            return Digits.compare(left, right);
        }
        return leftNumeric == rightNumeric
                ? left.compareTo(right)
                : kinds.compare(leftNumeric, rightNumeric);
    }

    private static boolean isNumeric(String segment) {
        return segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
