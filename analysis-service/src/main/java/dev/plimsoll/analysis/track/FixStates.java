package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.Match;
import dev.plimsoll.event.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Since when the fix state of a finding is what it is. */
final class FixStates {

    private FixStates() {}

    /**
     * Before anything is remembered of it: without a fix, since it was published; null if nobody
     * says when that was, or if there is a fix.
     */
    static @Nullable Instant sinceWithout(Match match) {
        return switch (match.fixState()) {
            case NOT_FIXED, WONT_FIX, DEFERRED, END_OF_LIFE -> match.published();
            case FIXED, NOT_RELEASED, REQUIRES_SUBSCRIPTION, UNKNOWN -> null;
        };
    }

    /**
     * Kept as long as the state is the same, whatever image of the line it is seen in.
     *
     * @param before the finding as it was last, on the line and in the image; empty if it is new
     * @param now its {@code fixStateSince} as {@link #sinceWithout} has it
     */
    static Instant since(List<Finding> before, Finding now, Instant firstSeen, Instant at) {
        var same =
                before.stream()
                        .filter(finding -> finding.getFixState() == now.getFixState())
                        .toList();
        if (!before.isEmpty() && same.isEmpty()) {
            return at;
        }
        return same.stream()
                .map(Finding::getFixStateSince)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> published(now, firstSeen));
    }

    private static Instant published(Finding finding, Instant firstSeen) {
        var published = finding.getFixStateSince();
        return published != null && published.isBefore(firstSeen) ? published : firstSeen;
    }
}
