package dev.plimsoll.analysis.decide;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/** Findings to which the same would happen: all of them counted, the worst ones listed. */
final class PreviewGroup {

    /** Images listed with their counts. */
    private static final int IMAGES = 100;

    /**
     * What is told of the group.
     *
     * @param count of all
     * @param bySeverity of all, the worst first
     * @param images how many there are
     * @param byImage the images with most of the worst
     * @param items the worst
     */
    record Told(
            long count,
            Map<String, Long> bySeverity,
            int images,
            List<ImageCount> byImage,
            List<Item> items) {}

    /** Of one image. */
    record ImageCount(String image, long count, Map<String, Long> bySeverity) {}

    /** One finding, before and after. */
    record Item(
            String id,
            String vulnerability,
            String component,
            String version,
            String severity,
            String image,
            Standing before,
            Standing after) {}

    private record Ranked(int severity, Item item) {}

    private static final Comparator<Ranked> WORST_FIRST =
            Comparator.comparingInt(Ranked::severity)
                    .reversed()
                    .thenComparing(ranked -> ranked.item().image())
                    .thenComparing(ranked -> ranked.item().vulnerability())
                    .thenComparing(ranked -> ranked.item().id());

    private final int listed;
    private final Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
    private final Map<String, Map<Severity, Long>> byImage = new HashMap<>();

    /** Its head is the least bad of those that are listed. */
    private final PriorityQueue<Ranked> worst = new PriorityQueue<>(WORST_FIRST.reversed());

    PreviewGroup(int listed) {
        this.listed = listed;
    }

    void add(Finding finding, Standing before, Standing after) {
        var image = display(finding.getImage());
        bySeverity.merge(finding.getSeverity(), 1L, Long::sum);
        byImage.computeIfAbsent(image, _ -> new EnumMap<>(Severity.class))
                .merge(finding.getSeverity(), 1L, Long::sum);
        worst.add(
                new Ranked(
                        finding.getSeverity().ordinal(),
                        new Item(
                                finding.getId(),
                                finding.getVulnerability(),
                                finding.getPackage$(),
                                finding.getVersion(),
                                word(finding.getSeverity()),
                                image,
                                before,
                                after)));
        if (worst.size() > listed) {
            worst.remove();
        }
    }

    Told told() {
        var items = new ArrayList<>(worst);
        items.sort(WORST_FIRST);
        return new Told(
                sum(bySeverity),
                words(bySeverity),
                byImage.size(),
                byImage.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Map<Severity, Long>>comparingByValue(
                                                PreviewGroup::compare)
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(IMAGES)
                        .map(
                                entry ->
                                        new ImageCount(
                                                entry.getKey(),
                                                sum(entry.getValue()),
                                                words(entry.getValue())))
                        .toList(),
                items.stream().map(Ranked::item).toList());
    }

    /** More of the worst severity first. */
    private static int compare(Map<Severity, Long> one, Map<Severity, Long> other) {
        var severities = Severity.values();
        for (int i = severities.length - 1; i >= 0; i--) {
            int difference =
                    Long.compare(
                            other.getOrDefault(severities[i], 0L),
                            one.getOrDefault(severities[i], 0L));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static long sum(Map<Severity, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> words(Map<Severity, Long> counts) {
        var words = new LinkedHashMap<String, Long>();
        var severities = Severity.values();
        for (int i = severities.length - 1; i >= 0; i--) {
            var count = counts.get(severities[i]);
            if (count != null) {
                words.put(word(severities[i]), count);
            }
        }
        return words;
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String display(ImageRef image) {
        return "%s/%s%s"
                .formatted(
                        image.getRegistry(),
                        image.getRepository(),
                        image.getTag() == null ? "@" + image.getDigest() : ":" + image.getTag());
    }
}
