package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.Map;
import java.util.Objects;

/** How much would the plans save, and how often did earlier advice come true? */
public final class AdviceRecord {

    private final Search search;

    /**
     * Summed over all images.
     *
     * @param multiStageBytes installed size of build tools and what came with them
     * @param dropPackagesBytes installed size of packages that nothing needs
     * @param images how many were compared with what had been said of the image before
     * @param predicted findings that were said to go
     * @param cleared those of them that went
     */
    public record Sums(
            long multiStageBytes,
            long dropPackagesBytes,
            long images,
            long predicted,
            long cleared) {}

    AdviceRecord(Search search) {
        this.search = search;
    }

    /**
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Sums now() {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().images())
                                        .size(0)
                                        .query(
                                                Search.not(
                                                        Search.is(
                                                                "plimsoll.image.status",
                                                                "deleted")))
                                        .aggregations("multi", sum("multi_stage_bytes"))
                                        .aggregations("drop", sum("drop_packages_bytes"))
                                        .aggregations("predicted", sum("predicted"))
                                        .aggregations("cleared", sum("cleared"))
                                        .aggregations(
                                                "compared",
                                                Aggregation.of(
                                                        by ->
                                                                by.valueCount(
                                                                        count ->
                                                                                count.field(
                                                                                        "plimsoll.advice.predicted")))));
        var answers = search.ask(request, Void.class).aggregations();
        return new Sums(
                sum(answers, "multi"),
                sum(answers, "drop"),
                Math.round(Objects.requireNonNull(answers.get("compared")).valueCount().value()),
                sum(answers, "predicted"),
                sum(answers, "cleared"));
    }

    private static Aggregation sum(String field) {
        return Aggregation.of(by -> by.sum(sum -> sum.field("plimsoll.advice." + field)));
    }

    private static long sum(Map<String, Aggregate> answers, String name) {
        return Math.round(Objects.requireNonNull(answers.get(name)).sum().value());
    }
}
