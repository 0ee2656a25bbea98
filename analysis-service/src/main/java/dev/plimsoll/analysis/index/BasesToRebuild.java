package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.List;
import java.util.Objects;

/** Which base images hand down most of what a rebuild would clear? */
public final class BasesToRebuild {

    /** Repositories looked at for each base: whose images they are. */
    private static final int REPOSITORIES = 1_000;

    private final Search search;

    /**
     * A base image and the findings with a fix that others inherit from it.
     *
     * @param name for example "registry.example.com/base/python:3.13@sha256:…"
     * @param repositories of the images that inherit, without the host; the first thousand
     */
    public record Base(
            String name,
            ImageDocument.BySeverity findings,
            long vulnerabilities,
            long images,
            List<String> repositories) {}

    BasesToRebuild(Search search) {
        this.search = search;
    }

    /**
     * Those that clear most come first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<Base> first(int atMost) {
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findings())
                                        .size(0)
                                        .query(
                                                Carried.and(
                                                        Search.is("plimsoll.finding.layer", "base"),
                                                        Search.is(
                                                                "plimsoll.finding.fix_state",
                                                                "fixed")))
                                        .aggregations("base", byBase(atMost)));
        return Objects.requireNonNull(search.ask(request, Void.class).aggregations().get("base"))
                .sterms()
                .buckets()
                .array()
                .stream()
                .map(
                        bucket ->
                                new Base(
                                        bucket.key().stringValue(),
                                        SeverityTerms.read(bucket.aggregations()),
                                        Carried.distinct(bucket.aggregations(), "vulnerabilities"),
                                        Carried.distinct(bucket.aggregations(), "images"),
                                        Objects.requireNonNull(
                                                        bucket.aggregations().get("repositories"))
                                                .sterms()
                                                .buckets()
                                                .array()
                                                .stream()
                                                .map(name -> name.key().stringValue())
                                                .toList()))
                .toList();
    }

    private static Aggregation byBase(int atMost) {
        return Aggregation.of(
                by ->
                        by.terms(terms -> terms.field("plimsoll.component.base_image").size(atMost))
                                .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                .aggregations(
                                        "vulnerabilities", Carried.distinct("vulnerability.id"))
                                .aggregations("images", Carried.distinct("plimsoll.image.key"))
                                .aggregations(
                                        "repositories",
                                        Aggregation.of(
                                                part ->
                                                        part.terms(
                                                                name ->
                                                                        name.field(
                                                                                        "plimsoll.image.repository")
                                                                                .size(
                                                                                        REPOSITORIES)))));
    }
}
