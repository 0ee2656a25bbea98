package dev.plimsoll.analysis.match;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of Python versions by <a
 * href="https://packaging.python.org/en/latest/specifications/version-specifiers/">PEP 440</a>, in
 * all the spellings that it takes.
 */
final class Pep440Order {

    private static final int MAX_LENGTH = 1024;

    private static final Pattern VERSION =
            Pattern.compile(
                    "\\s*v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
                            + "(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preNumber>[0-9]+)?)?"
                            + "(?<post>-(?<bare>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>[0-9]+)?)?"
                            + "(?<dev>[-_.]?dev[-_.]?(?<devNumber>[0-9]+)?)?"
                            + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\\s*",
                    Pattern.CASE_INSENSITIVE);

    /** Below every early release: a development release of the version itself. */
    private static final int DEVELOPMENT = 0;

    /** Above every early release. */
    private static final int FINAL = 4;

    /**
     * @param phase {@link #DEVELOPMENT}, then alpha, beta, candidate, then {@link #FINAL}
     * @param post null without a post release, which is below the first one
     * @param dev null without a development release, which is above the last one
     */
    private record Version(
            String epoch,
            List<String> release,
            int phase,
            String phaseNumber,
            @Nullable String post,
            @Nullable String dev,
            @Nullable List<String> local) {}

    private static final Comparator<Version> ORDER =
            Comparator.comparing(Version::epoch, Digits::compare)
                    .thenComparing(Version::release, Segments::compareNumbers)
                    .thenComparingInt(Version::phase)
                    .thenComparing(Version::phaseNumber, Digits::compare)
                    .thenComparing(Version::post, Comparator.nullsFirst(Digits::compare))
                    .thenComparing(Version::dev, Comparator.nullsLast(Digits::compare))
                    .thenComparing(
                            Version::local, Comparator.nullsFirst(Pep440Order::compareLocals));

    private Pep440Order() {}

    static int compare(String left, String right) {
        return ORDER.compare(parsed(left), parsed(right));
    }

    static boolean isVersion(String text) {
        return parse(text) != null;
    }

    private static Version parsed(String text) {
        var version = parse(text);
        if (version == null) {
            throw new UncomparableVersionException(
                    "'%s' is no Python version (PEP 440)".formatted(text));
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
        var pre = matcher.group("pre");
        var dev = matcher.group("dev") == null ? null : orZero(matcher.group("devNumber"));
        var bare = matcher.group("bare");
        var post =
                matcher.group("post") == null
                        ? null
                        : bare == null ? orZero(matcher.group("postNumber")) : bare;
        var local = matcher.group("local");
        return new Version(
                orZero(matcher.group("epoch")),
                List.of(matcher.group("release").split("\\.", -1)),
                phase(pre, post, dev),
                orZero(matcher.group("preNumber")),
                post,
                dev,
                local == null ? null : List.of(local.toLowerCase(Locale.ROOT).split("[-_.]", -1)));
    }

    private static int phase(@Nullable String pre, @Nullable String post, @Nullable String dev) {
        if (pre == null) {
            return post == null && dev != null ? DEVELOPMENT : FINAL;
        }
        return switch (pre.toLowerCase(Locale.ROOT)) {
            case "a", "alpha" -> 1;
            case "b", "beta" -> 2;
            default -> 3;
        };
    }

    private static String orZero(@Nullable String digits) {
        return digits == null ? "0" : digits;
    }

    /** Numbers above words. */
    private static int compareLocals(List<String> left, List<String> right) {
        return Segments.compareMixed(left, right, Comparator.naturalOrder());
    }
}
