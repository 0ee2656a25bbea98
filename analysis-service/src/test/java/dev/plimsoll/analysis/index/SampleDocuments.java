package dev.plimsoll.analysis.index;

import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Events of {@link SampleEvents} as the documents that the questions answer with. */
public final class SampleDocuments {

    private static final Indices INDICES = new Indices("");
    private static final Ecs.Source SOURCE = new Ecs.Source("some.topic", 0, 0);

    private SampleDocuments() {}

    public static ImageDocument image(ImageAssessed event) {
        return (ImageDocument)
                new ImageDocuments(INDICES).documents(event, SOURCE).getFirst().source();
    }

    /** The findings as they are after the event. */
    public static List<FindingDocument> findings(FindingsChanged event) {
        return documents(event, INDICES.findings());
    }

    /** The finding as the first release wrote it. */
    public static FindingDocument ofTheFirstRelease(FindingDocument finding) {
        var json = (ObjectNode) DocumentJson.MAPPER.valueToTree(finding);
        ((ObjectNode) json.at("/plimsoll/finding"))
                .remove(List.of("fix_state_since", "waited_days", "cleared_by"));
        ((ObjectNode) json.at("/plimsoll/decision"))
                .remove(List.of("review", "ticket", "justification"));
        return DocumentJson.MAPPER.treeToValue(json, FindingDocument.class);
    }

    /** What happened to them. */
    public static List<FindingDocument> history(FindingsChanged event) {
        return documents(event, INDICES.findingHistory());
    }

    public static ImageList.Page page(ImageDocument... images) {
        var byStatus = new TreeMap<String, Long>();
        for (var image : images) {
            byStatus.merge(image.plimsoll().image().status(), 1L, Long::sum);
        }
        return new ImageList.Page(List.of(images), List.of(), byStatus, images.length, 1);
    }

    private static List<FindingDocument> documents(FindingsChanged event, String index) {
        return new FindingDocuments(INDICES)
                .documents(event, SOURCE).stream()
                        .filter(document -> document.index().equals(index))
                        .map(document -> (FindingDocument) document.source())
                        .toList();
    }
}
