package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What would each option clear, over all images together? */
public final class OptionTotals {

    private final Search search;

    /** Some findings and the images they are in. */
    public record Total(ImageDocument.BySeverity findings, long images) {}

    /**
     * Of all open and accepted findings.
     *
     * @param byOption by the words of {@code Finding.clearedBy}
     * @param any what at least one of the options clears
     * @param awaiting what waits for somebody upstream
     * @param accepted what is accepted now
     */
    public record Totals(
            Total all, Map<String, Total> byOption, Total any, Total awaiting, Total accepted) {}

    OptionTotals(Search search) {
        this.search = search;
    }

    /**
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Totals now() {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(Carried.and())
                                        .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                        .aggregations(
                                                "images", Carried.distinct("plimsoll.image.key"))
                                        .aggregations(
                                                "option",
                                                Aggregation.of(
                                                        by ->
                                                                by.terms(
                                                                                terms ->
                                                                                        terms.field(
                                                                                                        "plimsoll.finding.cleared_by")
                                                                                                .size(
                                                                                                        50))
                                                                        .aggregations(
                                                                                SeverityTerms.NAME,
                                                                                SeverityTerms
                                                                                        .AGGREGATION)
                                                                        .aggregations(
                                                                                "images",
                                                                                Carried.distinct(
                                                                                        "plimsoll.image.key"))))
                                        .aggregations(
                                                "any",
                                                part(Carried.exists("plimsoll.finding.cleared_by")))
                                        .aggregations(
                                                "awaiting",
                                                part(
                                                        Search.isOneOf(
                                                                "plimsoll.finding.fix_state",
                                                                Carried.AWAITED)))
                                        .aggregations(
                                                "accepted",
                                                part(
                                                        Search.is(
                                                                "plimsoll.decision.state",
                                                                "accepted"))));
        var answers = search.ask(request, Void.class).aggregations();
        var byOption = new LinkedHashMap<String, Total>();
        Objects.requireNonNull(answers.get("option"))
                .sterms()
                .buckets()
                .array()
                .forEach(
                        bucket ->
                                byOption.put(
                                        bucket.key().stringValue(), total(bucket.aggregations())));
        return new Totals(
                total(answers),
                byOption,
                filtered(answers, "any"),
                filtered(answers, "awaiting"),
                filtered(answers, "accepted"));
    }

    private static Aggregation part(Query filter) {
        return Aggregation.of(
                by ->
                        by.filter(filter)
                                .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                .aggregations("images", Carried.distinct("plimsoll.image.key")));
    }

    private static Total filtered(Map<String, Aggregate> answers, String name) {
        return total(Objects.requireNonNull(answers.get(name)).filter().aggregations());
    }

    private static Total total(Map<String, Aggregate> answers) {
        return new Total(SeverityTerms.read(answers), Carried.distinct(answers, "images"));
    }
}
