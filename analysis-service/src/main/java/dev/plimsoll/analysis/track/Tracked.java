package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finding across the rebuilds of its line.
 *
 * @param finding as the head of the line had it last; tells presence, decision and since when
 * @param told the severity people were last told of while it was open; null if it never was open
 * @param ordinal how many transitions it went through
 * @param last the last of them; null if there was none
 */
record Tracked(
        Finding finding,
        @Nullable Severity told,
        int ordinal,
        @Nullable ChangeKind last,
        @Nullable Instant lastAt) {

    boolean isPresent() {
        return finding.getPresence() == Presence.PRESENT;
    }

    /** Open or accepted: its end is worth telling. */
    boolean counts() {
        return counts(finding);
    }

    static boolean counts(Finding finding) {
        return finding.getDecision() == Decision.OPEN || finding.getDecision() == Decision.ACCEPTED;
    }
}
