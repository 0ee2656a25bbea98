package dev.plimsoll.analysis.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody has to do, and when.
 *
 * @param kind review, end or rebuild
 * @param owner null where nobody is named
 */
record Due(
        LocalDate date,
        String kind,
        String action,
        @Nullable String rule,
        @Nullable String owner,
        boolean overdue) {

    /**
     * @param rebuild when the image is to be rebuilt; null if it is not known when it was built
     */
    static List<Due> of(List<Acceptance> acceptedRisk, @Nullable LocalDate rebuild, Instant now) {
        var today = Times.date(now);
        var due = new ArrayList<Due>();
        for (var acceptance : acceptedRisk) {
            var review = acceptance.review();
            if (review != null) {
                due.add(
                        new Due(
                                review,
                                "review",
                                "Decide anew on the %d findings that the rule accepts."
                                        .formatted(acceptance.findings().total()),
                                acceptance.rule(),
                                acceptance.owner(),
                                review.isBefore(today)));
            }
            var until = acceptance.until();
            if (until != null) {
                due.add(
                        new Due(
                                Times.date(until),
                                "end",
                                "The acceptance ends; what it covers is open again.",
                                acceptance.rule(),
                                acceptance.owner(),
                                until.isBefore(now)));
            }
        }
        if (rebuild != null) {
            due.add(
                    new Due(
                            rebuild,
                            "rebuild",
                            "Rebuild with the newest base image and the updates that are out; it is scanned again by itself.",
                            null,
                            null,
                            rebuild.isBefore(today)));
        }
        due.sort(
                Comparator.comparing(Due::date)
                        .thenComparing(entry -> Objects.requireNonNullElse(entry.rule(), "")));
        return List.copyOf(due);
    }
}
