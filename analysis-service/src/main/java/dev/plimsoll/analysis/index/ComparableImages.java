package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which images that were scanned could take the place of a base image? */
public final class ComparableImages {

    /**
     * Images of these names hold an operating system and nothing else: each can stand in for
     * another.
     */
    private static final Set<String> SYSTEMS =
            Set.of(
                    "debian",
                    "ubuntu",
                    "alpine",
                    "almalinux",
                    "rockylinux",
                    "rocky",
                    "ubi8",
                    "ubi9");

    /** An operating system without a shell; the names are those of the distroless project. */
    private static final List<String> BARE_SYSTEMS =
            List.of("base-debian*", "base-nossl-debian*", "static-debian*", "cc-debian*");

    private final Search search;

    ComparableImages(Search search) {
        this.search = search;
    }

    /**
     * Images of the base's own repository, and of repositories whose last segment begins with the
     * same name ("python" of "library/python" and "distroless/python3-debian12"); the newest first.
     * Only those that were read and assessed in full.
     *
     * @param repository of the base, without the host
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<ImageDocument> to(String registry, String repository, String platform, int atMost) {
        var name = repository.substring(repository.lastIndexOf('/') + 1);
        var alternatives = new ArrayList<Query>();
        alternatives.add(
                Search.all(
                        List.of(
                                Search.is("plimsoll.image.registry", registry),
                                Search.is("plimsoll.image.repository", repository))));
        for (var pattern : patterns(name)) {
            alternatives.add(matches(pattern));
            alternatives.add(matches("*/" + pattern));
        }
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().images())
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.is(
                                                                        "plimsoll.image.platform",
                                                                        platform),
                                                                Search.isOneOf(
                                                                        "plimsoll.image.status",
                                                                        List.of(
                                                                                "clean",
                                                                                "affected")),
                                                                Search.any(alternatives))))
                                        .sort(
                                                Search.down("plimsoll.image.created"),
                                                Search.up("plimsoll.image.key"))
                                        .size(atMost));
        return search.ask(request, ImageDocument.class).hits().hits().stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .toList();
    }

    private static List<String> patterns(String name) {
        var patterns = new ArrayList<String>();
        if (SYSTEMS.contains(name)) {
            patterns.addAll(SYSTEMS);
            patterns.addAll(BARE_SYSTEMS);
        } else {
            patterns.add(Search.literal(name) + "*");
        }
        return patterns;
    }

    private static Query matches(String pattern) {
        return Query.of(
                query ->
                        query.wildcard(
                                wildcard ->
                                        wildcard.field("plimsoll.image.repository")
                                                .value(pattern)));
    }
}
