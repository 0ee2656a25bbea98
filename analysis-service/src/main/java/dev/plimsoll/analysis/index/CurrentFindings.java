package dev.plimsoll.analysis.index;

import co.elastic.clients.elasticsearch._types.SortOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which findings are present now? */
public final class CurrentFindings {

    private static final List<SortOptions> WORST_FIRST =
            List.of(
                    Search.down("event.severity"),
                    Search.up("vulnerability.id"),
                    Search.up("package.name"),
                    Search.up("event.id"));

    private static final List<SortOptions> BY_IMAGE =
            List.of(
                    Search.up("plimsoll.image.key"),
                    Search.up("vulnerability.id"),
                    Search.up("package.name"),
                    Search.up("event.id"));

    private final Search search;

    CurrentFindings(Search search) {
        this.search = search;
    }

    /**
     * Of one image, the worst first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public List<FindingDocument> of(ImageDocument image) {
        var findings = new ArrayList<FindingDocument>();
        search.each(
                search.indices().findings(),
                Search.all(
                        List.of(
                                Search.is("plimsoll.finding.presence", "present"),
                                Search.is("plimsoll.image.key", image.plimsoll().image().key()))),
                WORST_FIRST,
                FindingDocument.class,
                findings::add);
        return findings;
    }

    /**
     * Of several images, by {@code plimsoll.image.key}, the worst first.
     *
     * @throws ElasticsearchAwayException if there is no answer
     */
    public Map<String, List<FindingDocument>> of(List<ImageDocument> images) {
        var byKey = new HashMap<String, List<FindingDocument>>();
        for (var image : images) {
            byKey.put(image.plimsoll().image().key(), new ArrayList<>());
        }
        if (byKey.isEmpty()) {
            return byKey;
        }
        search.each(
                search.indices().findings(),
                Search.all(
                        List.of(
                                Search.is("plimsoll.finding.presence", "present"),
                                Search.isOneOf("plimsoll.image.key", List.copyOf(byKey.keySet())))),
                WORST_FIRST,
                FindingDocument.class,
                finding ->
                        byKey.getOrDefault(finding.plimsoll().image().key(), new ArrayList<>())
                                .add(finding));
        return byKey;
    }

    /**
     * Of all images, by image.
     *
     * @throws ElasticsearchAwayException if there is no answer; some findings may have been given
     *     to {@code receiver} by then
     */
    public void each(Consumer<FindingDocument> receiver) {
        search.each(
                search.indices().findings(),
                Search.is("plimsoll.finding.presence", "present"),
                BY_IMAGE,
                FindingDocument.class,
                receiver);
    }
}
