package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.FindingChange;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A change that is told, with what is remembered of it.
 *
 * @param tracked the new state of the finding in its line; null if that did not change
 */
record Change(FindingChange told, @Nullable Tracked tracked) {

    /** What people may have to act on first, then by severity. */
    static final Comparator<Change> MOST_SERIOUS_FIRST =
            Comparator.comparingInt((Change change) -> urgency(change.told.getKind()))
                    .thenComparing(
                            change -> change.told.getFinding().getSeverity(),
                            Comparator.reverseOrder())
                    .thenComparing(change -> change.told.getFinding().getId());

    private static int urgency(ChangeKind kind) {
        return switch (kind) {
            case OPENED, INHERITED, REOPENED, SEVERITY_RAISED, ACCEPTANCE_LAPSED, GUARD_BROKEN -> 0;
            case ACCEPTED, CLOSED -> 1;
            case CARRIED -> 2;
        };
    }
}
