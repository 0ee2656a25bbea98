package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is known of the images of these names? */
public final class NamedImages {

    private final Search search;

    NamedImages(Search search) {
        this.search = search;
    }

    /**
     * Those that were read and assessed in full, by {@code plimsoll.image.key}.
     *
     * @param keys "registry/repository:tag platform", a thousand at most
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Map<String, ImageDocument> of(List<String> keys) {
        var images = new HashMap<String, ImageDocument>();
        if (keys.isEmpty()) {
            return images;
        }
        var request =
                SearchRequest.of(
                        ask ->
                                ask.index(search.indices().images())
                                        .size(keys.size())
                                        .query(
                                                Search.all(
                                                        List.of(
                                                                Search.isOneOf(
                                                                        "plimsoll.image.key", keys),
                                                                Search.isOneOf(
                                                                        "plimsoll.image.status",
                                                                        List.of(
                                                                                "clean",
                                                                                "affected"))))));
        for (var hit : search.ask(request, ImageDocument.class).hits().hits()) {
            var image = Objects.requireNonNull(hit.source());
            images.put(image.plimsoll().image().key(), image);
        }
        return images;
    }
}
