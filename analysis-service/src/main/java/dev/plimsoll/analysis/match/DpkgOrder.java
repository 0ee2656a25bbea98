package dev.plimsoll.analysis.match;

import org.jspecify.annotations.Nullable;

/**
 * The order of <a href="https://manpages.debian.org/bookworm/dpkg-dev/deb-version.7.en.html">Debian
 * versions</a> (D14, D16), numbers being of any length (D17). It runs for every advisory of every
 * package: versions are compared where they are, nothing is cut out of them.
 */
final class DpkgOrder {

    private static final int MAX_LENGTH = 1024;

    private DpkgOrder() {}

    static int compare(String left, String right) {
        check(left);
        check(right);
        if (left.equals(right)) {
            return 0;
        }
        int leftColon = left.indexOf(':');
        int rightColon = right.indexOf(':');
        int byEpoch = Long.compare(epoch(left, leftColon), epoch(right, rightColon));
        if (byEpoch != 0) {
            return byEpoch;
        }
        int leftDash = revisionDash(left);
        int rightDash = revisionDash(right);
        int byUpstream =
                compareParts(left, leftColon + 1, leftDash, right, rightColon + 1, rightDash);
        return byUpstream != 0
                ? byUpstream
                : compareParts(
                        left,
                        Math.min(leftDash + 1, left.length()),
                        left.length(),
                        right,
                        Math.min(rightDash + 1, right.length()),
                        right.length());
    }

    static boolean isVersion(String text) {
        return problem(text) == null;
    }

    /** Where the revision is cut off; the end where there is none, which is as good as "0". */
    private static int revisionDash(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version.length() : dash;
    }

    private static long epoch(String version, int colon) {
        return colon < 0 ? 0 : Long.parseLong(version, 0, colon, 10);
    }

    /** By turns what is no number, character by character, and a number. */
    private static int compareParts(
            String left, int leftStart, int leftEnd, String right, int rightStart, int rightEnd) {
        int l = leftStart;
        int r = rightStart;
        while (l < leftEnd || r < rightEnd) {
            while ((l < leftEnd && !isDigit(left.charAt(l)))
                    || (r < rightEnd && !isDigit(right.charAt(r)))) {
                int difference = rank(left, l, leftEnd) - rank(right, r, rightEnd);
                if (difference != 0) {
                    return difference;
                }
                l++;
                r++;
            }
            l = skipZeros(left, l, leftEnd);
            r = skipZeros(right, r, rightEnd);
            int firstDifference = 0;
            while (l < leftEnd
                    && r < rightEnd
                    && isDigit(left.charAt(l))
                    && isDigit(right.charAt(r))) {
                if (firstDifference == 0) {
                    firstDifference = left.charAt(l) - right.charAt(r);
                }
                l++;
                r++;
            }
            if (l < leftEnd && isDigit(left.charAt(l))) {
                return 1;
            }
            if (r < rightEnd && isDigit(right.charAt(r))) {
                return -1;
            }
            if (firstDifference != 0) {
                return firstDifference;
            }
        }
        return 0;
    }

    /** "~" before the end, the end before letters, letters before everything else. */
    private static int rank(String version, int position, int end) {
        if (position >= end || isDigit(version.charAt(position))) {
            return 0;
        }
        char c = version.charAt(position);
        if (c == '~') {
            return -1;
        }
        return isLetter(c) ? c : c + Character.MAX_VALUE;
    }

    private static int skipZeros(String version, int from, int end) {
        int position = from;
        while (position < end && version.charAt(position) == '0') {
            position++;
        }
        return position;
    }

    private static void check(String version) {
        var problem = problem(version);
        if (problem != null) {
            throw new UncomparableVersionException(
                    "'%s' is no Debian version: %s".formatted(version, problem));
        }
    }

    /** What dpkg would refuse. Null if there is nothing. */
    private static @Nullable String problem(String version) {
        if (version.isEmpty() || version.length() > MAX_LENGTH) {
            return "it has %d characters, expected 1 to %d".formatted(version.length(), MAX_LENGTH);
        }
        for (int i = 0; i < version.length(); i++) {
            if (!isAllowed(version.charAt(i))) {
                return "it has a character other than letters, digits and . + - : ~";
            }
        }
        int colon = version.indexOf(':');
        if (colon >= 0 && !isEpoch(version, colon)) {
            return "its epoch is no number up to " + Integer.MAX_VALUE;
        }
        int dash = version.lastIndexOf('-');
        if (colon == version.length() - 1 || dash == colon + 1) {
            return "its upstream part is empty";
        }
        if (dash == version.length() - 1 || (dash >= 0 && version.indexOf(':', dash) > colon)) {
            return "its revision is empty or has a colon";
        }
        return null;
    }

    /** dpkg holds epochs in an int. */
    private static boolean isEpoch(String version, int colon) {
        if (colon == 0 || colon > 18) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            if (!isDigit(version.charAt(i))) {
                return false;
            }
        }
        return epoch(version, colon) <= Integer.MAX_VALUE;
    }

    private static boolean isAllowed(char c) {
        return isDigit(c) || isLetter(c) || ".+-:~".indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
