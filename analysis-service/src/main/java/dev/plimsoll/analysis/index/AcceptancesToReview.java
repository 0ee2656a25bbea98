package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.util.NamedValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which rules that accept findings now have to be looked at, and when? */
public final class AcceptancesToReview {

    private final Search search;

    /**
     * A rule and what it accepts.
     *
     * @param review null for rules without a review date
     * @param until when it ends by itself
     */
    public record Acceptance(
            String rule,
            @Nullable String owner,
            @Nullable Instant review,
            @Nullable Instant until,
            ImageDocument.BySeverity findings,
            long images) {}

    AcceptancesToReview(Search search) {
        this.search = search;
    }

    /**
     * Those to be reviewed first come first, then those that only end.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<Acceptance> first(int atMost) {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(
                                                Carried.and(
                                                        Search.is(
                                                                "plimsoll.decision.state",
                                                                "accepted")))
                                        .aggregations("rule", byRule(atMost)));
        return Objects.requireNonNull(search.ask(request, Void.class).aggregations().get("rule"))
                .sterms()
                .buckets()
                .array()
                .stream()
                .map(bucket -> acceptance(bucket.key().stringValue(), bucket.aggregations()))
                .toList();
    }

    private static Acceptance acceptance(String rule, Map<String, Aggregate> answers) {
        return new Acceptance(
                rule,
                Objects.requireNonNull(answers.get("owner")).sterms().buckets().array().stream()
                        .map(owner -> owner.key().stringValue())
                        .findFirst()
                        .orElse(null),
                Carried.earliest(answers, "review"),
                Carried.earliest(answers, "until"),
                SeverityTerms.read(answers),
                Carried.distinct(answers, "images"));
    }

    private static Aggregation byRule(int atMost) {
        return Aggregation.of(
                by ->
                        by.terms(
                                        terms ->
                                                terms.field("plimsoll.decision.rule")
                                                        .size(atMost)
                                                        .order(
                                                                List.of(
                                                                        NamedValue.of(
                                                                                "review",
                                                                                SortOrder.Asc),
                                                                        NamedValue.of(
                                                                                "until",
                                                                                SortOrder.Asc))))
                                .aggregations(
                                        "review", Carried.earliest("plimsoll.decision.review"))
                                .aggregations("until", Carried.earliest("plimsoll.decision.until"))
                                .aggregations(
                                        "owner",
                                        Aggregation.of(
                                                part ->
                                                        part.terms(
                                                                name ->
                                                                        name.field(
                                                                                        "plimsoll.decision.owner")
                                                                                .size(1))))
                                .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                .aggregations("images", Carried.distinct("plimsoll.image.key")));
    }
}
