package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.List;
import java.util.Objects;

/** Which base images hand findings down, with a fix or without? */
public final class BasesInUse {

    private final Search search;

    /**
     * One build of a base image, and what images inherit from it.
     *
     * @param name for example "registry.example.com/base/python:3.13@sha256:…"
     * @param platform of the images; a build has one
     */
    public record Base(
            String name, String platform, ImageDocument.BySeverity inherited, long images) {}

    BasesInUse(Search search) {
        this.search = search;
    }

    /**
     * Those that hand down most come first.
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
                                                        Search.is(
                                                                "plimsoll.finding.layer", "base")))
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
                                        Objects.requireNonNull(
                                                        bucket.aggregations().get("platform"))
                                                .sterms()
                                                .buckets()
                                                .array()
                                                .stream()
                                                .map(platform -> platform.key().stringValue())
                                                .findFirst()
                                                .orElse(""),
                                        SeverityTerms.read(bucket.aggregations()),
                                        Carried.distinct(bucket.aggregations(), "images")))
                .toList();
    }

    private static Aggregation byBase(int atMost) {
        return Aggregation.of(
                by ->
                        by.terms(terms -> terms.field("plimsoll.component.base_image").size(atMost))
                                .aggregations(SeverityTerms.NAME, SeverityTerms.AGGREGATION)
                                .aggregations("images", Carried.distinct("plimsoll.image.key"))
                                .aggregations(
                                        "platform",
                                        Aggregation.of(
                                                part ->
                                                        part.terms(
                                                                name ->
                                                                        name.field(
                                                                                        "plimsoll.image.platform")
                                                                                .size(1)))));
    }
}
