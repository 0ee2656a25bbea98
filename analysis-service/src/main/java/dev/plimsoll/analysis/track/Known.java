package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Presence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered of the findings that an assessment is compared with.
 *
 * @param documents present findings of the image, by finding id
 * @param tracked findings of its line, present and gone, by tracking id
 */
record Known(Map<String, Finding> documents, Map<String, Tracked> tracked) {

    Known only(Set<AdvisedPackage> packages) {
        var some = new Known(new TreeMap<>(documents), new TreeMap<>(tracked));
        some.documents.values().removeIf(finding -> !isOf(packages, finding));
        some.tracked.values().removeIf(state -> !isOf(packages, state.finding()));
        return some;
    }

    private static boolean isOf(Set<AdvisedPackage> packages, Finding finding) {
        return packages.contains(AdvisedPackages.of(finding));
    }

    /** The documents after {@code changes}. */
    Collection<Finding> after(List<Change> changes) {
        var after = new TreeMap<>(documents);
        for (var change : changes) {
            var finding = change.told().getFinding();
            if (finding.getPresence() == Presence.PRESENT) {
                after.put(finding.getId(), finding);
            } else {
                after.remove(finding.getId());
            }
        }
        return after.values();
    }
}
