package dev.plimsoll.command;

/** The question could not be asked or was not answered; the message says why, for people. */
final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message);
    }
}
