package dev.plimsoll.ingest.coverage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tags have to be covered: of each the image it names now, never those it named before.
 *
 * @param include what matches none of these is not watched
 * @param exclude what matches one of these is not watched
 * @param lastPerLine how many tags of each {@link TagLine} are watched, the newest; 0 for all. Tags
 *     without a line are all watched: their names do not tell which is the older one.
 */
public record WatchPolicy(List<ImagePattern> include, List<ImagePattern> exclude, int lastPerLine) {

    private static final String SETTING = "ingest.coverage.policy.";

    public WatchPolicy {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        if (include.isEmpty()) {
            throw new IllegalArgumentException(
                    SETTING + "include is empty; '**' watches every repository");
        }
        if (lastPerLine < 0) {
            throw new IllegalArgumentException(
                    "%slast-per-line is %d; 0 watches all".formatted(SETTING, lastPerLine));
        }
    }

    /**
     * @throws IllegalArgumentException naming the pattern that is none
     */
    public static WatchPolicy of(List<String> include, List<String> exclude, int lastPerLine) {
        return new WatchPolicy(
                patterns("include", include), patterns("exclude", exclude), lastPerLine);
    }

    private static List<ImagePattern> patterns(String name, List<String> globs) {
        return globs.stream().map(glob -> ImagePattern.parse(SETTING + name, glob)).toList();
    }

    /** Why tags of a repository are not watched; those that are watched are not in it. */
    Map<String, String> excluded(String registry, String repository, Collection<String> tags) {
        var excluded = new HashMap<String, String>();
        var lines = new HashMap<String, List<String>>();
        for (var tag : tags) {
            var name = new TagName(registry, repository, tag);
            if (include.stream().noneMatch(pattern -> pattern.matches(name))) {
                excluded.put(tag, "no pattern of include matches it");
                continue;
            }
            var pattern = exclude.stream().filter(one -> one.matches(name)).findFirst();
            if (pattern.isPresent()) {
                excluded.put(tag, "the pattern '%s' excludes it".formatted(pattern.get()));
                continue;
            }
            TagLine.of(tag)
                    .ifPresent(
                            line -> lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(tag));
        }
        if (lastPerLine > 0) {
            lines.forEach((line, all) -> excluded.putAll(older(line, all)));
        }
        return excluded;
    }

    private Map<String, String> older(String line, List<String> tags) {
        var excluded = new HashMap<String, String>();
        tags.sort(TagLine.AGE);
        for (var tag : tags.subList(0, Math.max(0, tags.size() - lastPerLine))) {
            excluded.put(
                    tag, "older than the last %d of the line '%s'".formatted(lastPerLine, line));
        }
        return excluded;
    }
}
