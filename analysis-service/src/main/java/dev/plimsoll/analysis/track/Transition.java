package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Severity;
import org.jspecify.annotations.Nullable;

/** What happened to a finding of a line because its head has it so now. */
record Transition(ChangeKind kind, @Nullable Severity previousSeverity, @Nullable String detail) {

    private static Transition of(ChangeKind kind) {
        return new Transition(kind, null, null);
    }

    /** What {@code now} means for the line, or null if nothing that anyone has to hear of. */
    static @Nullable Transition between(@Nullable Tracked before, Judged now) {
        return switch (now.finding().getDecision()) {
            case OPEN -> opening(before, now);
            case ACCEPTED -> isDecided(before, Decision.ACCEPTED) ? null : of(ChangeKind.ACCEPTED);
            case NOT_AFFECTED -> notAffected(before, now);
            case NOT_APPLICABLE, NEGLIGIBLE, UNDETERMINED -> null;
        };
    }

    /**
     * Somebody decided that it does not matter here, as somebody decides to live with others: it is
     * told as one of those, with the statement, so that it does not leave the open ones in silence.
     */
    private static @Nullable Transition notAffected(@Nullable Tracked before, Judged now) {
        return isDecided(before, Decision.NOT_AFFECTED)
                        || !(now.verdict() instanceof Verdict.NotAffected(var statement))
                ? null
                : new Transition(
                        ChangeKind.ACCEPTED,
                        null,
                        "not affected, says '%s'".formatted(statement.getId()));
    }

    private static @Nullable Transition opening(@Nullable Tracked before, Judged now) {
        if (before == null) {
            return of(ChangeKind.OPENED);
        }
        if (isDecided(before, Decision.OPEN)) {
            var told = before.told();
            return told != null && now.finding().getSeverity().compareTo(told) > 0
                    ? new Transition(ChangeKind.SEVERITY_RAISED, told, null)
                    : null;
        }
        if (isDecided(before, Decision.ACCEPTED)) {
            return switch (now.verdict()) {
                case Verdict.Lapsed(var rule) ->
                        new Transition(ChangeKind.ACCEPTANCE_LAPSED, null, Judge.ended(rule));
                case Verdict.GuardBroken(_, var guard) ->
                        new Transition(ChangeKind.GUARD_BROKEN, null, guard);
                case Verdict.Forbidden(var rule) ->
                        new Transition(
                                ChangeKind.REOPENED,
                                null,
                                "rule '%s' allows no decision that hides it"
                                        .formatted(rule.getId()));
                case Verdict.Open _, Verdict.Accepted _, Verdict.NotAffected _ ->
                        new Transition(
                                ChangeKind.REOPENED,
                                null,
                                "rule '%s' no longer accepts it"
                                        .formatted(before.finding().getRule()));
            };
        }
        return new Transition(
                before.told() == null ? ChangeKind.OPENED : ChangeKind.REOPENED,
                null,
                isDecided(before, Decision.NOT_AFFECTED) ? noLonger(before, now) : null);
    }

    private static @Nullable String noLonger(Tracked before, Judged now) {
        var statement = before.finding().getRule();
        if (statement == null) {
            return null;
        }
        return now.verdict() instanceof Verdict.Forbidden(var rule)
                ? "rule '%s' allows no decision that hides it".formatted(rule.getId())
                : "'%s' no longer says that it is not affected".formatted(statement);
    }

    private static boolean isDecided(@Nullable Tracked before, Decision decision) {
        return before != null && before.isPresent() && before.finding().getDecision() == decision;
    }
}
