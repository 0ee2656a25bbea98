package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.util.NamedValue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which open findings of high or critical severity have been here for longest? */
public final class OldestSerious {

    private final Search search;

    /**
     * A vulnerability that is open somewhere.
     *
     * @param severity the worst of its findings
     * @param packages the first of the packages it is in
     * @param fixable how many of the findings have a fixed version
     */
    public record Open(
            String vulnerability,
            @Nullable Instant since,
            String severity,
            List<String> packages,
            long findings,
            long images,
            long fixable) {}

    OldestSerious(Search search) {
        this.search = search;
    }

    /**
     * The oldest first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<Open> first(int atMost) {
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
                                                                        "open"),
                                                                Search.isOneOf(
                                                                        "plimsoll.vulnerability.severity",
                                                                        List.of(
                                                                                "high",
                                                                                "critical")))))
                                        .aggregations("vulnerability", byVulnerability(atMost)));
        return Objects.requireNonNull(
                        search.ask(request, Void.class).aggregations().get("vulnerability"))
                .sterms()
                .buckets()
                .array()
                .stream()
                .map(
                        bucket -> {
                            var answers = bucket.aggregations();
                            return new Open(
                                    bucket.key().stringValue(),
                                    Carried.earliest(answers, "since"),
                                    SeverityTerms.read(answers).critical() > 0
                                            ? "critical"
                                            : "high",
                                    Objects.requireNonNull(answers.get("package"))
                                            .sterms()
                                            .buckets()
                                            .array()
                                            .stream()
                                            .map(name -> name.key().stringValue())
                                            .toList(),
                                    bucket.docCount(),
                                    Carried.distinct(answers, "images"),
                                    Objects.requireNonNull(answers.get("fixable"))
                                            .filter()
                                            .docCount());
                        })
                .toList();
    }

    private static Aggregation byVulnerability(int atMost) {
        return Aggregation.of(
                by ->
                        by.terms(
                                        terms ->
                                                terms.field("vulnerability.id")
                                                        .size(atMost)
                                                        .order(
                                                                List.of(
                                                                        NamedValue.of(
                                                                                "since",
                                                                                SortOrder.Asc),
                                                                        NamedValue.of(
                                                                                "_key",
                                                                                SortOrder.Asc))))
                                .aggregations(
                                        "since", Carried.earliest("plimsoll.finding.first_seen"))
                                .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                .aggregations(
                                        "package",
                                        Aggregation.of(
                                                part ->
                                                        part.terms(
                                                                name ->
                                                                        name.field("package.name")
                                                                                .size(3))))
                                .aggregations("images", Carried.distinct("plimsoll.image.key"))
                                .aggregations(
                                        "fixable",
                                        Aggregation.of(
                                                part ->
                                                        part.filter(
                                                                Search.is(
                                                                        "plimsoll.finding.fix_state",
                                                                        "fixed")))));
    }
}
