package dev.plimsoll.analysis.index;

import java.util.List;

/** What one kind of event means for the indices. */
interface Projection<E> {

    /**
     * The documents that reflect {@code event}; of several with the same index and id the last one
     * holds.
     */
    List<Document> documents(E event, Ecs.Source source);
}
