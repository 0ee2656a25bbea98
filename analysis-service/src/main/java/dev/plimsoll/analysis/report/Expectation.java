package dev.plimsoll.analysis.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image before and after, one line for each step worth a look.
 *
 * @param option null for what is there now
 * @param size what becomes of the image's size; for the first line, the size it has
 */
record Expectation(
        String title,
        @Nullable String option,
        Tally findings,
        @Nullable Integer percent,
        String size,
        Bar bar) {

    private static final List<String> STEPS =
            List.of("rebuild", "multi-stage", "all", "all-on-base");

    static List<Expectation> of(Tally now, @Nullable Long size, List<Option> options) {
        var largest =
                Math.max(
                        now.total(),
                        options.stream()
                                .map(Option::leaves)
                                .filter(leaves -> leaves != null)
                                .mapToInt(Tally::total)
                                .max()
                                .orElse(0));
        var lines = new ArrayList<Expectation>();
        lines.add(
                new Expectation(
                        "Now",
                        null,
                        now,
                        null,
                        size == null ? "not known" : Size.words(size) + ", compressed",
                        Bar.of(now, largest)));
        for (var option : options) {
            var leaves = option.leaves();
            if (leaves != null && STEPS.contains(option.id())) {
                lines.add(
                        new Expectation(
                                option.title(),
                                option.id(),
                                leaves,
                                option.percent(),
                                option.sizeWords(),
                                Bar.of(leaves, largest)));
            }
        }
        return List.copyOf(lines);
    }
}
