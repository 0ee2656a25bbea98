package dev.plimsoll.launcher;

import java.io.Serial;

/** The command line cannot be followed; the message names what is wrong with it. */
final class RefusedException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
