package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which findings wait for somebody upstream, and since when? */
public final class AwaitingUpstream {

    private final Search search;

    /**
     * All that is awaited.
     *
     * @param since the oldest
     * @param packages those with the most findings first
     */
    public record Awaited(
            ImageDocument.BySeverity findings,
            long vulnerabilities,
            long images,
            @Nullable Instant since,
            List<OfPackage> packages) {}

    /** What is awaited of one source package. */
    public record OfPackage(
            String name,
            String ecosystem,
            long findings,
            long vulnerabilities,
            long images,
            @Nullable Instant since) {}

    AwaitingUpstream(Search search) {
        this.search = search;
    }

    /**
     * @param atMost packages
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Awaited now(int atMost) {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(
                                                Carried.and(
                                                        Search.isOneOf(
                                                                "plimsoll.finding.fix_state",
                                                                Carried.AWAITED)))
                                        .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                        .aggregations(
                                                "vulnerabilities",
                                                Carried.distinct("vulnerability.id"))
                                        .aggregations(
                                                "images", Carried.distinct("plimsoll.image.key"))
                                        .aggregations(
                                                "seen",
                                                Carried.earliest("plimsoll.finding.first_seen"))
                                        .aggregations(
                                                "since",
                                                Carried.earliest(
                                                        "plimsoll.finding.fix_state_since"))
                                        .aggregations("package", byPackage(atMost)));
        var answers = search.ask(request, Void.class).aggregations();
        return new Awaited(
                SeverityTerms.read(answers),
                Carried.distinct(answers, "vulnerabilities"),
                Carried.distinct(answers, "images"),
                earlier(Carried.earliest(answers, "since"), Carried.earliest(answers, "seen")),
                Objects.requireNonNull(answers.get("package")).sterms().buckets().array().stream()
                        .map(
                                bucket ->
                                        new OfPackage(
                                                bucket.key().stringValue(),
                                                Objects.requireNonNull(
                                                                bucket.aggregations()
                                                                        .get("ecosystem"))
                                                        .sterms()
                                                        .buckets()
                                                        .array()
                                                        .stream()
                                                        .map(name -> name.key().stringValue())
                                                        .findFirst()
                                                        .orElse(""),
                                                bucket.docCount(),
                                                Carried.distinct(
                                                        bucket.aggregations(), "vulnerabilities"),
                                                Carried.distinct(bucket.aggregations(), "images"),
                                                earlier(
                                                        Carried.earliest(
                                                                bucket.aggregations(), "since"),
                                                        Carried.earliest(
                                                                bucket.aggregations(), "seen"))))
                        .toList());
    }

    private static Aggregation byPackage(int atMost) {
        return Aggregation.of(
                by ->
                        by.terms(terms -> terms.field("package.name").size(atMost))
                                .aggregations(
                                        "ecosystem",
                                        Aggregation.of(
                                                part ->
                                                        part.terms(
                                                                name ->
                                                                        name.field(
                                                                                        "plimsoll.component.ecosystem")
                                                                                .size(1))))
                                .aggregations(
                                        "vulnerabilities", Carried.distinct("vulnerability.id"))
                                .aggregations("images", Carried.distinct("plimsoll.image.key"))
                                .aggregations(
                                        "seen", Carried.earliest("plimsoll.finding.first_seen"))
                                .aggregations(
                                        "since",
                                        Carried.earliest("plimsoll.finding.fix_state_since")));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
