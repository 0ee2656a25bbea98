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
    private static final String BARE_SYSTEMS = "(base|base-nossl|static|cc)-debian[0-9]+";

    /** What may follow the name of a base in the name of its variants. */
    private static final String VARIANT =
            "[0-9.]*(-(slim|alpine|distroless|minimal|micro|nonroot|debian[0-9]*|ubi[0-9]*))*";

    private final Search search;

    ComparableImages(Search search) {
        this.search = search;
    }

    /**
     * Images of the base's own repository, and of repositories whose last segment is the same name
     * or a variant of it ("python" of "library/python" and "distroless/python3-debian12"); the
     * newest first. Only those that were read and assessed in full.
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
        alternatives.add(matches("(.*/)?(" + names(name) + ")"));
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

    private static String names(String name) {
        return SYSTEMS.contains(name)
                ? String.join("|", SYSTEMS) + "|" + BARE_SYSTEMS
                : name.replaceAll("[^a-z0-9]", "\\\\$0") + VARIANT;
    }

    private static Query matches(String expression) {
        return Query.of(
                query ->
                        query.regexp(
                                regexp ->
                                        regexp.field("plimsoll.image.repository")
                                                .value(expression)));
    }
}
