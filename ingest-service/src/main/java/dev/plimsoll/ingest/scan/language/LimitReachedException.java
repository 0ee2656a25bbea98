package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;

/** A file wants more than {@link LanguageLimits} allow: what was found in it so far counts. */
final class LimitReachedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    LimitReachedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
