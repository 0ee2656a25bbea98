package dev.plimsoll.analysis.index;

import java.util.Optional;

/** What is known of this image? */
public final class OneImage {

    private final Search search;

    OneImage(Search search) {
        this.search = search;
    }

    /**
     * @param id {@code ImageAssessed.id}
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Optional<ImageDocument> withId(String id) {
        return search.document(search.indices().images(), id, ImageDocument.class);
    }
}
