package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;

/** A file wants more than {@link LanguageLimits} allow: what was found in it so far counts. */
final class LimitReachedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String problem;

    LimitReachedException(Reason reason, String problem) {
        super(problem, null, false, false);
        this.reason = reason;
        this.problem = problem;
    }

    String problem() {
        return problem;
    }

    Reason reason() {
        return reason;
    }
}
