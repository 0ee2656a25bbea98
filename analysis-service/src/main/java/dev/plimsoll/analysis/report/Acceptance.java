package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rule and the findings of the image it lives with. */
record Acceptance(
        String rule,
        @Nullable String reason,
        @Nullable String owner,
        @Nullable String ticket,
        @Nullable LocalDate review,
        @Nullable Instant until,
        Tally findings) {

    /** What ends first comes first. */
    static List<Acceptance> of(List<FindingDocument> carried) {
        var byRule = new LinkedHashMap<String, List<FindingDocument>>();
        for (var finding : carried) {
            var decision = finding.plimsoll().decision();
            if (decision.state().equals("accepted")) {
                byRule.computeIfAbsent(
                                Objects.requireNonNullElse(decision.rule(), "not known"),
                                _ -> new ArrayList<>())
                        .add(finding);
            }
        }
        return byRule.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparing(
                                Acceptance::until,
                                Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .toList();
    }

    private static Acceptance of(String rule, List<FindingDocument> findings) {
        var decision = findings.getFirst().plimsoll().decision();
        return new Acceptance(
                rule,
                decision.reason(),
                decision.owner(),
                decision.ticket(),
                decision.review(),
                decision.until(),
                Tally.of(findings));
    }
}
