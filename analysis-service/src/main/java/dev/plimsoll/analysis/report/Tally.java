package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Findings by severity. */
record Tally(int critical, int high, int medium, int low, int negligible, int unknown, int total) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    /** One severity of a tally, for bars and tables. */
    record Part(String severity, int count) {}

    static Tally of(Collection<FindingDocument> findings) {
        return new Tally(
                count(findings, "critical"),
                count(findings, "high"),
                count(findings, "medium"),
                count(findings, "low"),
                count(findings, "negligible"),
                count(findings, "unknown"),
                findings.size());
    }

    static Tally of(ImageDocument.BySeverity counts) {
        return new Tally(
                counts.critical(),
                counts.high(),
                counts.medium(),
                counts.low(),
                counts.negligible(),
                counts.unknown(),
                counts.total());
    }

    /** The worst first, also those that are not there. */
    List<Part> parts() {
        return List.of(
                new Part("critical", critical),
                new Part("high", high),
                new Part("medium", medium),
                new Part("low", low),
                new Part("negligible", negligible),
                new Part("unknown", unknown));
    }

    Tally plus(Tally other) {
        return new Tally(
                critical + other.critical,
                high + other.high,
                medium + other.medium,
                low + other.low,
                negligible + other.negligible,
                unknown + other.unknown,
                total + other.total);
    }

    Tally times(int factor) {
        return each(count -> count * factor);
    }

    /** How much more there is here than there, severity by severity; never less than nothing. */
    Tally above(Tally other) {
        return new Tally(
                        Math.max(0, critical - other.critical),
                        Math.max(0, high - other.high),
                        Math.max(0, medium - other.medium),
                        Math.max(0, low - other.low),
                        Math.max(0, negligible - other.negligible),
                        Math.max(0, unknown - other.unknown),
                        0)
                .summed();
    }

    private Tally each(IntUnaryOperator change) {
        return new Tally(
                change.applyAsInt(critical),
                change.applyAsInt(high),
                change.applyAsInt(medium),
                change.applyAsInt(low),
                change.applyAsInt(negligible),
                change.applyAsInt(unknown),
                change.applyAsInt(total));
    }

    private Tally summed() {
        return new Tally(
                critical,
                high,
                medium,
                low,
                negligible,
                unknown,
                critical + high + medium + low + negligible + unknown);
    }

    /** The most serious severity of which there is one; null if there is none. */
    @Nullable String worst() {
        return parts().stream()
                .filter(part -> part.count() > 0)
                .map(Part::severity)
                .findFirst()
                .orElse(null);
    }

    /** "2 high, 1 low", or "none". */
    String words() {
        var words =
                String.join(
                        ", ",
                        parts().stream()
                                .filter(part -> part.count() > 0)
                                .map(part -> part.count() + " " + part.severity())
                                .toList());
        return words.isEmpty() ? "none" : words;
    }

    private static int count(Collection<FindingDocument> findings, String severity) {
        return Math.toIntExact(
                findings.stream()
                        .filter(
                                finding ->
                                        finding.plimsoll()
                                                .vulnerability()
                                                .severity()
                                                .equals(severity))
                        .count());
    }
}
