package dev.plimsoll.analysis.track;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tags replace one another: the line of an image.
 *
 * <table>
 * <caption>From tag to line, the first row that fits</caption>
 * <tr><th>tag</th><th>line</th></tr>
 * <tr><td>none</td><td>the digest</td></tr>
 * <tr><td>a date, {@code 20261121}, {@code 2026-11-21-1}</td><td>{@code builds}</td></tr>
 * <tr><td>a version, {@code 1}, {@code 1.2}, {@code v1.2.3}, {@code 1.2.3-4}</td><td>{@code 1.x}</td></tr>
 * <tr><td>a version of a variant, {@code 3.13-slim}, {@code 1.2-alpine3.19}, {@code 1.2.0-rc.1}</td>
 *     <td>{@code 3.x-slim}, {@code 1.x-alpine}, {@code 1.x-rc}</td></tr>
 * <tr><td>a build number of four digits or more, a commit, {@code sha-3f2a1bc}</td><td>{@code builds}</td></tr>
 * <tr><td>a name and a commit, {@code main-3f2a1bc}</td><td>the name, {@code main}</td></tr>
 * <tr><td>anything else, {@code latest}, {@code stable-slim}</td><td>the tag itself</td></tr>
 * </table>
 */
final class LinePattern {

    private static final String BUILDS = "builds";

    private static final Pattern DATE =
            Pattern.compile(
                    "v?20\\d\\d[-._]?(0[1-9]|1[0-2])[-._]?(0[1-9]|[12]\\d|3[01])([-._Tt].*)?");
    private static final Pattern VERSION =
            Pattern.compile("[vV]?(\\d{1,3})(\\.\\d+)*(?:[-_.](.+))?|[vV]?(\\d{4,})(\\.\\d+)+");
    private static final Pattern BUILD_NUMBER = Pattern.compile("\\d{4,}");
    private static final Pattern COMMIT = Pattern.compile("(?:sha-|git-|commit-)?([0-9a-f]{7,40})");
    private static final Pattern NAME_AND_COMMIT = Pattern.compile("(.+?)-g?([0-9a-f]{7,40})");
    private static final Pattern FIRST_NUMBER = Pattern.compile("[-._]?\\d.*");

    private LinePattern() {}

    static String lineOf(@Nullable String tag, String digest) {
        if (tag == null) {
            return digest;
        }
        if (DATE.matcher(tag).matches() || BUILD_NUMBER.matcher(tag).matches()) {
            return BUILDS;
        }
        var commit = COMMIT.matcher(tag);
        if (commit.matches() && isCommit(commit.group(1))) {
            return BUILDS;
        }
        var version = VERSION.matcher(tag);
        if (version.matches()) {
            return versionLine(
                    version.group(1) == null ? version.group(4) : version.group(1),
                    version.group(3));
        }
        var nameAndCommit = NAME_AND_COMMIT.matcher(tag);
        if (nameAndCommit.matches() && isCommit(nameAndCommit.group(2))) {
            return nameAndCommit.group(1);
        }
        return tag;
    }

    private static String versionLine(String major, @Nullable String suffix) {
        var variant = suffix == null ? "" : FIRST_NUMBER.matcher(suffix).replaceFirst("");
        return variant.isEmpty() ? major + ".x" : major + ".x-" + variant;
    }

    /** Words like {@code defaced} are no commits, and neither are plain numbers. */
    private static boolean isCommit(String hex) {
        return hex.chars().anyMatch(Character::isDigit)
                && (hex.length() == 40 || hex.chars().anyMatch(Character::isLetter));
    }
}
