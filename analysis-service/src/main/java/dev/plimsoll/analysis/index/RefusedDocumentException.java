package dev.plimsoll.analysis.index;

import dev.plimsoll.analysis.index.BulkOutcome.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** Elasticsearch will never take these documents of one event. */
final class RefusedDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int NAMED = 5;

    RefusedDocumentException(List<Refusal> refusals) {
        super(
                "Elasticsearch refused %d of its documents: %s%s"
                        .formatted(
                                refusals.size(),
                                refusals.stream()
                                        .limit(NAMED)
                                        .map(
                                                refusal ->
                                                        "'%s' (%s)"
                                                                .formatted(
                                                                        refusal.item().id(),
                                                                        refusal.reason()))
                                        .collect(Collectors.joining(", ")),
                                refusals.size() > NAMED ? " …" : ""));
    }
}
