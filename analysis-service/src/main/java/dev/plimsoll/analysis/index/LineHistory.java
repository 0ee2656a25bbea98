package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.List;
import java.util.Objects;

/** How did the line of an image come to be as it is? */
public final class LineHistory {

    private final Search search;

    LineHistory(Search search) {
        this.search = search;
    }

    /**
     * The newest assessments of the images that led the line, and of this image, newest first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<ImageDocument> of(ImageDocument document, int atMost) {
        var image = document.plimsoll().image();
        var ofLine =
                Search.all(
                        List.of(
                                Search.is("plimsoll.image.registry", image.registry()),
                                Search.is("plimsoll.image.repository", image.repository()),
                                Search.is("plimsoll.image.line", image.line()),
                                Search.is("plimsoll.image.platform", image.platform()),
                                Search.is("plimsoll.image.head", true)));
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().imageHistory())
                                        .query(
                                                Search.any(
                                                        List.of(
                                                                ofLine,
                                                                Search.is(
                                                                        "plimsoll.image.key",
                                                                        image.key()))))
                                        .sort(
                                                Search.down("@timestamp"),
                                                Search.down("plimsoll.assessment.revision"),
                                                Search.up("event.id"))
                                        .size(atMost));
        return search.ask(request, ImageDocument.class).hits().hits().stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .toList();
    }
}
