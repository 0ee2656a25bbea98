package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.ImageGlob;
import dev.plimsoll.event.ImageRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The line of an image: by the first configured pattern that fits, else by {@link LinePattern}.
 *
 * <p>An image keeps its line until it is scanned again, so a changed configuration moves nothing by
 * itself. From then on it is of its new line. A line that nobody has seen yet begins with a silent
 * baseline, which is summarised once; what is known of each finding since when stays with the
 * image. The line it leaves falls back to its newest image that is left, and is history without
 * one; it is taken up again if the configuration is taken back.
 */
final class Lines {

    /** Nothing is configured. */
    static final Lines USUAL = new Lines(List.of());

    /** What {@code tags} may say instead of an expression. */
    private static final Map<String, String> NAMED =
            Map.of(
                    "any",
                    "(?<tag>.+)",
                    "semver",
                    "[vV]?(?<major>\\d+)\\.(?<minor>\\d+)(\\.(?<patch>\\d+))?([-+_.](?<rest>.+))?",
                    "date",
                    "[vV]?(?<year>20\\d\\d)[-._]?(?<month>0[1-9]|1[0-2])[-._]?(?<day>0[1-9]|[12]\\d|3[01])([-._Tt](?<rest>.+))?",
                    "commit",
                    "(sha-|git-|commit-)?(?<commit>[0-9a-f]{7,40})",
                    "branch-and-commit",
                    "(?<branch>.+?)-g?(?<commit>[0-9a-f]{7,40})",
                    "build-number",
                    "(?<number>\\d+)");

    private static final Pattern GROUP = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9._{}-]{1,128}");

    private final List<Configured> configured;

    private record Configured(ImageGlob images, Pattern tags, String line) {}

    private Lines(List<Configured> configured) {
        this.configured = configured;
    }

    /**
     * @throws IllegalArgumentException if one of them cannot be understood; names it
     */
    static Lines of(List<TrackProperties.Line> lines) {
        var configured = new ArrayList<Configured>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                configured.add(configured(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "analysis.track.lines[%d]: %s".formatted(i, e.getMessage()), e);
            }
        }
        return new Lines(List.copyOf(configured));
    }

    String lineOf(String registry, String repository, @Nullable String tag, String digest) {
        if (tag != null && !configured.isEmpty()) {
            var image = new ImageRef(registry, repository, tag, digest, "", "");
            for (var one : configured) {
                var matcher = one.tags().matcher(tag);
                if (one.images().matches(image) && matcher.matches()) {
                    return named(one.line(), matcher);
                }
            }
        }
        return LinePattern.lineOf(tag, digest);
    }

    private static Configured configured(TrackProperties.Line line) {
        var tags = compiled(line.tags());
        if (!LINE.matcher(line.line()).matches()) {
            throw new IllegalArgumentException(
                    ("line: '%s' is not the name of a line: letters, digits, '.', '_', '-' and"
                                    + " {groups}, at most 128")
                            .formatted(line.line()));
        }
        var groups = tags.namedGroups().keySet();
        GROUP.matcher(line.line())
                .results()
                .map(found -> found.group(1))
                .filter(group -> !groups.contains(group))
                .findFirst()
                .ifPresent(
                        group -> {
                            throw new IllegalArgumentException(
                                    "line: '%s' names {%s}, tags: '%s' has the groups %s"
                                            .formatted(
                                                    line.line(),
                                                    group,
                                                    line.tags(),
                                                    new TreeSet<>(groups)));
                        });
        if (GROUP.matcher(line.line()).replaceAll("").matches(".*[{}].*")) {
            throw new IllegalArgumentException(
                    "line: '%s' has a brace that names no group".formatted(line.line()));
        }
        try {
            return new Configured(ImageGlob.parse(line.images()), tags, line.line());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("images: " + e.getMessage(), e);
        }
    }

    private static Pattern compiled(String tags) {
        var expression = NAMED.getOrDefault(tags, tags);
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "tags: '%s' is neither one of %s nor a regular expression: %s"
                            .formatted(tags, new TreeSet<>(NAMED.keySet()), e.getDescription()),
                    e);
        }
    }

    /** Groups that took nothing in leave nothing. */
    private static String named(String line, Matcher matcher) {
        return GROUP.matcher(line)
                .replaceAll(
                        group -> {
                            var value = matcher.group(group.group(1));
                            return value == null ? "" : Matcher.quoteReplacement(value);
                        });
    }
}
