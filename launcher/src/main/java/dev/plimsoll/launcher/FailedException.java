package dev.plimsoll.launcher;

import java.io.Serial;

/** A step of the quick start failed; the message says which and why. */
final class FailedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    FailedException(String message) {
        super(message);
    }

    FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
