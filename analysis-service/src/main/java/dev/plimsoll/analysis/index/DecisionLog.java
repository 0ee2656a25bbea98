package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.List;
import java.util.Objects;

/** Who decided what about the findings of an image's line, and which decisions ended? */
public final class DecisionLog {

    private static final List<String> DECISIONS =
            List.of("accepted", "acceptance-lapsed", "guard-broken");

    private final Search search;

    DecisionLog(Search search) {
        this.search = search;
    }

    /**
     * The newest changes that were decisions, newest first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<FindingDocument> of(ImageDocument document, int atMost) {
        var image = document.plimsoll().image();
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().findingHistory())
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.isOneOf(
                                                                        "plimsoll.change.kind",
                                                                        DECISIONS),
                                                                Search.is(
                                                                        "plimsoll.image.registry",
                                                                        image.registry()),
                                                                Search.is(
                                                                        "plimsoll.image.repository",
                                                                        image.repository()),
                                                                Search.is(
                                                                        "plimsoll.image.line",
                                                                        image.line()),
                                                                Search.is(
                                                                        "plimsoll.image.platform",
                                                                        image.platform()))))
                                        .sort(
                                                Search.down("@timestamp"),
                                                Search.down("event.severity"),
                                                Search.up("event.id"))
                                        .size(atMost));
        return search.ask(request, FindingDocument.class).hits().hits().stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .toList();
    }
}
