package dev.plimsoll.analysis.advisory;

/** A feed cannot be trusted as it is; the last good one stays. The message says why. */
final class FeedRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FeedRefusedException(String message) {
        super(message);
    }

    FeedRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
