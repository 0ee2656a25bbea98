package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Findings by severity, as part of a question about something else. */
final class SeverityTerms {

    static final String NAME = "severity";

    static final Aggregation AGGREGATION =
            Aggregation.of(
                    by ->
                            by.terms(
                                    terms ->
                                            terms.field("plimsoll.vulnerability.severity")
                                                    .size(10)));

    private SeverityTerms() {}

    static ImageDocument.BySeverity read(Map<String, Aggregate> answers) {
        var counts = new HashMap<String, Integer>();
        var total = 0;
        for (var bucket : Objects.requireNonNull(answers.get(NAME)).sterms().buckets().array()) {
            var count = Math.toIntExact(bucket.docCount());
            counts.put(bucket.key().stringValue(), count);
            total += count;
        }
        return new ImageDocument.BySeverity(
                counts.getOrDefault("critical", 0),
                counts.getOrDefault("high", 0),
                counts.getOrDefault("medium", 0),
                counts.getOrDefault("low", 0),
                counts.getOrDefault("negligible", 0),
                counts.getOrDefault("unknown", 0),
                total);
    }
}
