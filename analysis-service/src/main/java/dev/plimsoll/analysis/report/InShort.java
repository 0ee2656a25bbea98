package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The page in a few sentences, for whoever reads no further. */
final class InShort {

    private InShort() {}

    static List<String> of(
            List<FindingDocument> carried, List<Option> options, Waiting waiting, List<Due> due) {
        var sentences = new ArrayList<String>();
        if (carried.isEmpty()) {
            sentences.add("No finding is open or accepted.");
        } else {
            sentences.add(severity(carried));
            sentences.add(where(carried));
            best(options).ifPresent(sentences::add);
            all(options).ifPresent(sentences::add);
            if (waiting.findings().total() > 0) {
                sentences.add(
                        "%d wait for upstream, the oldest since %s."
                                .formatted(waiting.findings().total(), Times.day(waiting.since())));
            }
        }
        if (!due.isEmpty()) {
            var next = due.getFirst();
            sentences.add(
                    "%s: %s, %s.%s"
                            .formatted(
                                    next.overdue() ? "Overdue" : "Next",
                                    next.kind(),
                                    next.date(),
                                    next.owner() == null ? "" : " Owner: " + next.owner() + "."));
        }
        return List.copyOf(sentences);
    }

    private static String severity(List<FindingDocument> carried) {
        var tally = Tally.of(carried);
        var exploited = Traits.matching(carried, Traits::exploited).size();
        return "%d %s, the worst of %s severity; %s known to be exploited."
                .formatted(
                        tally.total(),
                        tally.total() == 1 ? "finding" : "findings",
                        Objects.requireNonNullElse(tally.worst(), "unknown"),
                        exploited == 0 ? "none is" : exploited == 1 ? "1 is" : exploited + " are");
    }

    private static String where(List<FindingDocument> carried) {
        var inherited = Traits.matching(carried, Traits::inherited).size();
        var own = Traits.matching(carried, finding -> Traits.layer(finding).equals("own")).size();
        var undetermined = carried.size() - inherited - own;
        return "%d come from the base image, %d from this image's own build%s."
                .formatted(
                        inherited,
                        own,
                        undetermined == 0
                                ? ""
                                : "; of %d that is not known".formatted(undetermined));
    }

    private static Optional<String> best(List<Option> options) {
        return options.stream()
                .filter(option -> !option.id().startsWith("all"))
                .filter(option -> option.effort() != Option.Effort.NONE)
                .filter(option -> fewer(option) > 0)
                .min(
                        Comparator.comparingInt((Option option) -> -fewer(option))
                                .thenComparing(Option::effort))
                .map(
                        option ->
                                "Most is gained by one step: %s (%d %% fewer)."
                                        .formatted(lower(option.title()), fewer(option)));
    }

    private static Optional<String> all(List<Option> options) {
        return options.stream()
                .filter(option -> option.id().equals("all"))
                .findFirst()
                .map(
                        option ->
                                "After rebuild, multi-stage build and fewer packages %d remain (%d %% fewer)."
                                        .formatted(option.remainingIds().size(), fewer(option)));
    }

    private static int fewer(Option option) {
        var percent = option.percent();
        return percent == null ? 0 : percent;
    }

    private static String lower(String title) {
        return Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }
}
