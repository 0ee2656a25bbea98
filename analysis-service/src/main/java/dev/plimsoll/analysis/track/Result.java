package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Presence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at one image.
 *
 * @param content what was looked at; null if nothing could be
 * @param documents present findings after the changes, by finding id
 */
record Result(
        Assessment assessment,
        @Nullable Inventory content,
        @Nullable BaseImage base,
        List<Change> changes,
        Map<String, Finding> documents) {

    static Result of(
            Assessment assessment,
            @Nullable Inventory content,
            @Nullable BaseImage base,
            List<Change> changes,
            Known known) {
        var documents = new TreeMap<>(known.documents());
        for (var change : changes) {
            var finding = change.told().getFinding();
            if (finding.getPresence() == Presence.PRESENT) {
                documents.put(finding.getId(), finding);
            } else {
                documents.remove(finding.getId());
            }
        }
        return new Result(assessment, content, base, changes, documents);
    }
}
