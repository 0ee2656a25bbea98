package dev.plimsoll.notify.alert;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.Severity;

/**
 * Which changes are worth an alert.
 *
 * @param minimum the least severity that is; unknown is not a degree and is refused here
 * @param unknown what to do where no source gives a severity
 */
public record AlertPolicy(Severity minimum, UnknownSeverity unknown) {

    /** What a finding without a severity does. */
    public enum UnknownSeverity {
        /** No alert of its own, but every message counts such findings. */
        QUIET,
        ALERT
    }

    public AlertPolicy {
        if (minimum == Severity.UNKNOWN) {
            throw new IllegalArgumentException(
                    "'unknown' is no minimum severity; say what unknown severities do with"
                            + " unknown-severity");
        }
    }

    boolean worthAnAlert(FindingChange change) {
        return change.getFinding().getDecision() == Decision.OPEN
                && raisesAVoice(change)
                && severeEnough(change.getFinding().getSeverity());
    }

    private static boolean raisesAVoice(FindingChange change) {
        return switch (change.getKind()) {
            case OPENED, INHERITED, REOPENED, SEVERITY_RAISED, ACCEPTANCE_LAPSED, GUARD_BROKEN ->
                    true;
            case ACCEPTED, CLOSED, CARRIED -> false;
        };
    }

    private boolean severeEnough(Severity severity) {
        return switch (severity) {
            case UNKNOWN -> unknown == UnknownSeverity.ALERT;
            case NEGLIGIBLE, LOW, MEDIUM, HIGH, CRITICAL -> severity.compareTo(minimum) >= 0;
        };
    }
}
