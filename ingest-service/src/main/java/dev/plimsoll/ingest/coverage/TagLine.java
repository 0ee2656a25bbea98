package dev.plimsoll.ingest.coverage;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tags replace one another, and which of two is newer, by their names alone.
 *
 * <table>
 * <caption>From tag to line, the first row that fits</caption>
 * <tr><th>tag</th><th>line</th></tr>
 * <tr><td>a date, {@code 20261121}, {@code 2026-11-21-1}, or a build number of four digits or more</td>
 *     <td>{@code builds}</td></tr>
 * <tr><td>a version, {@code 1}, {@code 1.2}, {@code v1.2.3}, {@code 1.2.3-4}</td><td>{@code 1.x}</td></tr>
 * <tr><td>a version of a variant, {@code 3.13-slim}, {@code 1.2.0-rc.1}</td>
 *     <td>{@code 3.x-slim}, {@code 1.x-rc}</td></tr>
 * <tr><td>anything else: {@code latest}, a commit, {@code main-3f2a1bc}</td><td>none: no name tells
 *     which is newer</td></tr>
 * </table>
 */
final class TagLine {

    /** Numbers by their value, everything else by its characters. */
    static final Comparator<String> AGE = TagLine::compare;

    private static final String BUILDS = "builds";

    private static final Pattern DATE =
            Pattern.compile(
                    "v?20\\d\\d[-._]?(0[1-9]|1[0-2])[-._]?(0[1-9]|[12]\\d|3[01])([-._Tt].*)?");
    private static final Pattern BUILD_NUMBER = Pattern.compile("\\d{4,}");
    private static final Pattern VERSION =
            Pattern.compile("[vV]?(\\d{1,3})(\\.\\d+)*(?:[-_.](.+))?|[vV]?(\\d{4,})(\\.\\d+)+");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,40}");
    private static final Pattern FIRST_NUMBER = Pattern.compile("[-._]?\\d.*");

    private TagLine() {}

    static Optional<String> of(String tag) {
        if (DATE.matcher(tag).matches() || BUILD_NUMBER.matcher(tag).matches()) {
            return Optional.of(BUILDS);
        }
        if (COMMIT.matcher(tag).matches()) {
            return Optional.empty();
        }
        var version = VERSION.matcher(tag);
        if (!version.matches()) {
            return Optional.empty();
        }
        var major = version.group(1) == null ? version.group(4) : version.group(1);
        var suffix = version.group(3) == null ? "" : version.group(3);
        var variant = FIRST_NUMBER.matcher(suffix).replaceFirst("");
        return Optional.of(variant.isEmpty() ? major + ".x" : major + ".x-" + variant);
    }

    private static int compare(String left, String right) {
        var one = withoutV(left);
        var other = withoutV(right);
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            int order;
            if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
                int endOfOne = endOfNumber(one, i);
                int endOfOther = endOfNumber(other, j);
                order = numbers(one.substring(i, endOfOne), other.substring(j, endOfOther));
                i = endOfOne;
                j = endOfOther;
            } else {
                order = Character.compare(one.charAt(i++), other.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(one.length() - i, other.length() - j);
        return order != 0 ? order : left.compareTo(right);
    }

    private static String withoutV(String tag) {
        return tag.length() > 1 && (tag.charAt(0) | 0x20) == 'v' && isDigit(tag.charAt(1))
                ? tag.substring(1)
                : tag;
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Of any length. */
    private static int numbers(String one, String other) {
        var left = one.replaceFirst("^0+(?=.)", "");
        var right = other.replaceFirst("^0+(?=.)", "");
        int order = Integer.compare(left.length(), right.length());
        return order != 0 ? order : left.compareTo(right);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
