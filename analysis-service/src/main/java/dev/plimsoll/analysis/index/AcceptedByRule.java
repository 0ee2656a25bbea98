package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many findings does each rule accept now, and in how many images? */
public final class AcceptedByRule {

    /** Rules in one question: far below what Elasticsearch gives in one answer. */
    private static final int AT_ONCE = 1_000;

    /** Up to so many images are counted exactly. */
    private static final int EXACT = 40_000;

    /**
     * What one rule accepts.
     *
     * @param images that have at least one of the findings
     */
    public record Count(SeverityCounts findings, int images) {

        public static final Count NONE = new Count(new SeverityCounts(0, 0, 0, 0, 0, 0), 0);
    }

    private final Search search;

    AcceptedByRule(Search search) {
        this.search = search;
    }

    /**
     * Of these rules those that accept something.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Map<String, Count> of(Collection<String> rules) {
        var counts = new HashMap<String, Count>();
        var distinct = rules.stream().distinct().sorted().toList();
        for (int from = 0; from < distinct.size(); from += AT_ONCE) {
            ask(distinct.subList(from, Math.min(distinct.size(), from + AT_ONCE)), counts);
        }
        return counts;
    }

    private void ask(List<String> rules, Map<String, Count> counts) {
        var bySeverity =
                Aggregation.of(
                        by ->
                                by.terms(
                                        terms ->
                                                terms.field("plimsoll.vulnerability.severity")
                                                        .size(Severity.values().length)));
        var images =
                Aggregation.of(
                        by ->
                                by.cardinality(
                                        distinct ->
                                                distinct.field("plimsoll.image.key")
                                                        .precisionThreshold(EXACT)));
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.is(
                                                                        "plimsoll.finding.presence",
                                                                        "present"),
                                                                Search.is(
                                                                        "plimsoll.decision.state",
                                                                        "accepted"),
                                                                Search.isOneOf(
                                                                        "plimsoll.decision.rule",
                                                                        rules))))
                                        .aggregations(
                                                "rules",
                                                Aggregation.of(
                                                        by ->
                                                                by.terms(
                                                                                terms ->
                                                                                        terms.field(
                                                                                                        "plimsoll.decision.rule")
                                                                                                .size(
                                                                                                        rules
                                                                                                                .size()))
                                                                        .aggregations(
                                                                                "severities",
                                                                                bySeverity)
                                                                        .aggregations(
                                                                                "images",
                                                                                images))));
        Objects.requireNonNull(
                        search.ask(request, FindingDocument.class).aggregations().get("rules"))
                .sterms()
                .buckets()
                .array()
                .forEach(bucket -> counts.put(text(bucket.key()), count(bucket)));
    }

    private static Count count(StringTermsBucket rule) {
        var bySeverity = new EnumMap<Severity, Integer>(Severity.class);
        Objects.requireNonNull(rule.aggregations().get("severities"))
                .sterms()
                .buckets()
                .array()
                .forEach(
                        bucket ->
                                bySeverity.put(
                                        Words.member(Severity.class, text(bucket.key())),
                                        Math.toIntExact(bucket.docCount())));
        var images = Objects.requireNonNull(rule.aggregations().get("images")).cardinality();
        return new Count(
                new SeverityCounts(
                        bySeverity.getOrDefault(Severity.CRITICAL, 0),
                        bySeverity.getOrDefault(Severity.HIGH, 0),
                        bySeverity.getOrDefault(Severity.MEDIUM, 0),
                        bySeverity.getOrDefault(Severity.LOW, 0),
                        bySeverity.getOrDefault(Severity.NEGLIGIBLE, 0),
                        bySeverity.getOrDefault(Severity.UNKNOWN, 0)),
                Math.toIntExact(images.value()));
    }

    private static String text(FieldValue value) {
        return value.stringValue();
    }
}
