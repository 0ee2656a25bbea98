package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the decision log: what one assessment decided by one rule.
 *
 * @param kind accepted, acceptance-lapsed or guard-broken
 * @param detail for example the guard that broke
 * @param vulnerabilities each once
 */
record DecisionEntry(
        Instant at,
        String kind,
        @Nullable String rule,
        @Nullable String owner,
        @Nullable String reason,
        @Nullable String detail,
        Tally findings,
        List<String> vulnerabilities) {

    private record Key(Instant at, String kind, String rule) {}

    /** In the order of the changes. */
    static List<DecisionEntry> of(List<FindingDocument> changes) {
        var grouped = new LinkedHashMap<Key, List<FindingDocument>>();
        for (var change : changes) {
            var kind = Objects.requireNonNull(change.plimsoll().change()).kind();
            var rule = Objects.requireNonNullElse(change.plimsoll().decision().rule(), "");
            grouped.computeIfAbsent(new Key(change.timestamp(), kind, rule), _ -> new ArrayList<>())
                    .add(change);
        }
        return grouped.values().stream().map(DecisionEntry::entry).toList();
    }

    /** The decision in words. */
    String words() {
        return switch (kind) {
            case "accepted" -> "accepted";
            case "acceptance-lapsed" -> "acceptance ended, reopened";
            case "guard-broken" -> "acceptance no longer holds, reopened";
            default -> kind;
        };
    }

    private static DecisionEntry entry(List<FindingDocument> changes) {
        var first = changes.getFirst();
        var change = Objects.requireNonNull(first.plimsoll().change());
        var decision = first.plimsoll().decision();
        return new DecisionEntry(
                first.timestamp(),
                change.kind(),
                decision.rule(),
                decision.owner(),
                decision.reason(),
                change.detail(),
                Tally.of(changes),
                changes.stream().map(entry -> entry.vulnerability().id()).distinct().toList());
    }
}
