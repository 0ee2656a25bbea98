package dev.plimsoll.analysis.match;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of Alpine versions as apk 3 sees it (A7): {@code
 * number{.number}[letter]{_suffix[number]}[~commit][-rNumber]}. Ours and not a library's:
 * docs/adr/0004-version-order.md.
 *
 * <p>Like apk, it decides at the first difference: what follows need not be a version.
 */
final class ApkOrder {

    private static final int MAX_LENGTH = 1024;

    private static final List<String> SUFFIXES =
            List.of("alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p");

    /** Suffixes before this one come before the release without a suffix, the others after it. */
    private static final int FIRST_LATER_SUFFIX = SUFFIXES.indexOf("cvs");

    private static final Pattern START = Pattern.compile("[0-9]+");
    private static final Pattern NEXT =
            Pattern.compile(
                    "\\.(?<number>[0-9]+)|(?<letter>[a-z])|_(?<suffix>"
                            + String.join("|", SUFFIXES)
                            + ")(?<suffixNumber>[0-9]+)?|~(?<commit>[0-9a-f]+)|-r(?<revision>[0-9]+)");

    /** Where two versions differ in kind, the one whose part comes later here is the lower. */
    private enum Kind {
        FIRST_NUMBER,
        NUMBER,
        LETTER,
        SUFFIX,
        SUFFIX_NUMBER,
        COMMIT,
        REVISION,
        END,
        /** From here on it is no version. */
        INVALID
    }

    private record Part(Kind kind, String text) {

        boolean isEarlySuffix() {
            return kind == Kind.SUFFIX && SUFFIXES.indexOf(text) < FIRST_LATER_SUFFIX;
        }

        int compareText(Part other) {
            return switch (kind) {
                case FIRST_NUMBER, SUFFIX_NUMBER, REVISION -> Digits.compare(text, other.text);
                // apk takes a leading zero as a fraction: 1.05 is below 1.5
                case NUMBER ->
                        text.startsWith("0") || other.text.startsWith("0")
                                ? text.compareTo(other.text)
                                : Digits.compare(text, other.text);
                case SUFFIX -> SUFFIXES.indexOf(text) - SUFFIXES.indexOf(other.text);
                case LETTER, COMMIT -> text.compareTo(other.text);
                case END, INVALID -> 0;
            };
        }
    }

    private ApkOrder() {}

    static int compare(String left, String right) {
        var lefts = parts(left);
        var rights = parts(right);
        for (int i = 0; ; i++) {
            var leftPart = lefts.get(i);
            var rightPart = rights.get(i);
            check(left, leftPart);
            check(right, rightPart);
            if (leftPart.kind() != rightPart.kind()) {
                return compareKinds(leftPart, rightPart);
            }
            int difference = leftPart.compareText(rightPart);
            if (difference != 0 || leftPart.kind() == Kind.END) {
                return difference;
            }
        }
    }

    static boolean isVersion(String text) {
        return parts(text).getLast().kind() == Kind.END;
    }

    private static int compareKinds(Part left, Part right) {
        if (left.isEarlySuffix()) {
            return -1;
        }
        if (right.isEarlySuffix()) {
            return 1;
        }
        return right.kind().compareTo(left.kind());
    }

    private static void check(String version, Part part) {
        if (part.kind() == Kind.INVALID) {
            throw new UncomparableVersionException(
                    "'%s' is no apk version from '%s' on".formatted(version, part.text()));
        }
    }

    /** Never empty; the last part is END or INVALID, no other is. */
    private static List<Part> parts(String version) {
        var parts = new ArrayList<Part>();
        var start = START.matcher(version);
        if (version.length() > MAX_LENGTH || !start.lookingAt()) {
            return List.of(new Part(Kind.INVALID, version));
        }
        parts.add(new Part(Kind.FIRST_NUMBER, start.group()));
        int position = start.end();
        var next = NEXT.matcher(version);
        while (position < version.length()) {
            if (!next.region(position, version.length()).lookingAt()) {
                break;
            }
            var part = part(next);
            if (!mayFollow(parts.getLast().kind(), part.kind())) {
                break;
            }
            parts.add(part);
            if (next.group("suffixNumber") != null) {
                parts.add(new Part(Kind.SUFFIX_NUMBER, next.group("suffixNumber")));
            }
            position = next.end();
        }
        parts.add(
                position == version.length()
                        ? new Part(Kind.END, "")
                        : new Part(Kind.INVALID, version.substring(position)));
        return parts;
    }

    private static Part part(Matcher next) {
        if (next.group("number") != null) {
            return new Part(Kind.NUMBER, next.group("number"));
        }
        if (next.group("letter") != null) {
            return new Part(Kind.LETTER, next.group("letter"));
        }
        if (next.group("suffix") != null) {
            return new Part(Kind.SUFFIX, next.group("suffix"));
        }
        if (next.group("commit") != null) {
            return new Part(Kind.COMMIT, next.group("commit"));
        }
        return new Part(Kind.REVISION, next.group("revision"));
    }

    private static boolean mayFollow(Kind last, Kind next) {
        return switch (next) {
            case NUMBER, LETTER -> last == Kind.FIRST_NUMBER || last == Kind.NUMBER;
            case SUFFIX -> last.compareTo(Kind.COMMIT) < 0;
            case COMMIT -> last.compareTo(Kind.COMMIT) < 0;
            case REVISION -> last.compareTo(Kind.REVISION) < 0;
            case FIRST_NUMBER, SUFFIX_NUMBER, END, INVALID -> false;
        };
    }
}
