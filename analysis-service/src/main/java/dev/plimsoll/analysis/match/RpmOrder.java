package dev.plimsoll.analysis.match;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of rpm versions, "[epoch:]version[-release]", as <a
 * href="https://rpm.org/docs/latest/man/rpm-version.7">rpm itself</a> compares them (R1). A missing
 * epoch is epoch 0 on either side; a version without a release is below the same one with a
 * release.
 */
final class RpmOrder {

    private static final int MAX_LENGTH = 1024;

    private static final Pattern EPOCH = Pattern.compile("[0-9]*(?=:)");

    private static final Comparator<@Nullable String> RELEASES =
            Comparator.nullsFirst(RpmOrder::compareParts);

    private record Evr(String epoch, String version, @Nullable String release) {

        static Evr of(String text) {
            var epoch = EPOCH.matcher(text);
            boolean hasEpoch = epoch.lookingAt();
            var rest = hasEpoch ? text.substring(epoch.end() + 1) : text;
            int dash = rest.lastIndexOf('-');
            return new Evr(
                    hasEpoch && !epoch.group().isEmpty() ? epoch.group() : "0",
                    dash < 0 ? rest : rest.substring(0, dash),
                    dash < 0 ? null : rest.substring(dash + 1));
        }
    }

    private RpmOrder() {}

    static int compare(String left, String right) {
        check(left);
        check(right);
        if (left.equals(right)) {
            return 0;
        }
        var one = Evr.of(left);
        var other = Evr.of(right);
        int difference = compareParts(one.epoch(), other.epoch());
        if (difference == 0) {
            difference = compareParts(one.version(), other.version());
        }
        return difference == 0 ? RELEASES.compare(one.release(), other.release()) : difference;
    }

    static boolean isVersion(String text) {
        return !text.isBlank()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** "1:" of "1:2-3", empty where the version has none. */
    static String epochPrefix(String version) {
        var epoch = EPOCH.matcher(version);
        return epoch.lookingAt() ? version.substring(0, epoch.end() + 1) : "";
    }

    private static void check(String version) {
        if (!isVersion(version)) {
            throw new UncomparableVersionException(
                    "'%s' is no rpm version, expected 1 to %d printable characters without spaces"
                            .formatted(version, MAX_LENGTH));
        }
    }

    /** Segment by segment: "~" sorts before everything, the end too; "^" after the end alone. */
    private static int compareParts(String left, String right) {
        int l = 0;
        int r = 0;
        while (true) {
            l = skipSeparators(left, l);
            r = skipSeparators(right, r);
            char leftMark = mark(left, l);
            char rightMark = mark(right, r);
            if (leftMark == '~' || rightMark == '~') {
                if (leftMark != rightMark) {
                    return leftMark == '~' ? -1 : 1;
                }
                l++;
                r++;
                continue;
            }
            if (leftMark == '^' || rightMark == '^') {
                if (leftMark != rightMark) {
                    return compareCaret(leftMark, l == left.length(), r == right.length());
                }
                l++;
                r++;
                continue;
            }
            if (l == left.length() || r == right.length()) {
                return Integer.compare(left.length() - l, right.length() - r);
            }
            boolean numeric = isDigit(left.charAt(l));
            int leftEnd = end(left, l, numeric);
            int rightEnd = end(right, r, numeric);
            if (rightEnd == r) {
                return numeric ? 1 : -1;
            }
            var leftSegment = left.substring(l, leftEnd);
            var rightSegment = right.substring(r, rightEnd);
            int difference =
                    numeric
                            ? Digits.compare(leftSegment, rightSegment)
                            : leftSegment.compareTo(rightSegment);
            if (difference != 0) {
                return difference;
            }
            l = leftEnd;
            r = rightEnd;
        }
    }

    private static int compareCaret(char leftMark, boolean leftEnded, boolean rightEnded) {
        if (leftEnded) {
            return -1;
        }
        if (rightEnded) {
            return 1;
        }
        return leftMark == '^' ? -1 : 1;
    }

    private static char mark(String text, int position) {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private static int skipSeparators(String text, int from) {
        int position = from;
        while (position < text.length()
                && !isDigit(text.charAt(position))
                && !isLetter(text.charAt(position))
                && text.charAt(position) != '~'
                && text.charAt(position) != '^') {
            position++;
        }
        return position;
    }

    private static int end(String text, int from, boolean numeric) {
        int position = from;
        while (position < text.length()
                && (numeric ? isDigit(text.charAt(position)) : isLetter(text.charAt(position)))) {
            position++;
        }
        return position;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
