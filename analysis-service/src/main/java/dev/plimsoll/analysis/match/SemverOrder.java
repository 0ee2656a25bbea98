package dev.plimsoll.analysis.match;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of <a href="https://semver.org/#spec-item-11">semantic versions</a>: npm, crates.io,
 * and Go with what it adds to them. What registries hold from before they were strict is taken too:
 * a leading "v", fewer or more than three numbers (missing ones are 0), leading zeros.
 */
final class SemverOrder {

    private static final int MAX_LENGTH = 1024;

    private static final Pattern VERSION =
            Pattern.compile(
                    "[v=]?(?<numbers>[0-9]+(?:\\.[0-9]+)*)"
                            + "(?:-(?<early>[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
                            + "(?:\\+[0-9A-Za-z.+-]*)?");

    /** How Go names its own releases: "go1.22.3", "1.22rc1"; what follows is how it was built. */
    private static final Pattern GO_RELEASE =
            Pattern.compile(
                    "(?:go)?(?<numbers>[0-9]+(?:\\.[0-9]+){0,2})(?:(?<kind>rc|beta)(?<number>[0-9]+))?(?:[ -].*)?");

    private record Version(List<String> numbers, List<String> early) {}

    private SemverOrder() {}

    static int compare(String left, String right) {
        return compare(parsed(left), parsed(right));
    }

    static boolean isVersion(String text) {
        return parse(text) != null;
    }

    /** Versions of modules are semantic ones; those of the standard library are Go's releases. */
    static int compareGo(String left, String right) {
        return compare(parsed(goRelease(left)), parsed(goRelease(right)));
    }

    static boolean isGoVersion(String text) {
        return isVersion(goRelease(text));
    }

    private static String goRelease(String text) {
        if (text.length() > MAX_LENGTH || VERSION.matcher(text).matches()) {
            return text;
        }
        var release = GO_RELEASE.matcher(text);
        if (!release.matches()) {
            return text;
        }
        return release.group("kind") == null
                ? release.group("numbers")
                : "%s-%s.%s"
                        .formatted(
                                release.group("numbers"),
                                release.group("kind"),
                                release.group("number"));
    }

    private static int compare(Version left, Version right) {
        int difference = Segments.compareNumbers(left.numbers(), right.numbers());
        return difference != 0 ? difference : compareEarly(left.early(), right.early());
    }

    /** A version with such a mark comes before the one without; words above numbers. */
    private static int compareEarly(List<String> left, List<String> right) {
        return left.isEmpty() || right.isEmpty()
                ? Boolean.compare(left.isEmpty(), right.isEmpty())
                : Segments.compareMixed(left, right, Comparator.reverseOrder());
    }

    private static Version parsed(String text) {
        var version = parse(text);
        if (version == null) {
            throw new UncomparableVersionException("'%s' is no semantic version".formatted(text));
        }
        return version;
    }

    private static @Nullable Version parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        var matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        var early = matcher.group("early");
        return new Version(
                List.of(matcher.group("numbers").split("\\.", -1)),
                early == null ? List.of() : List.of(early.split("\\.", -1)));
    }
}
