package dev.plimsoll.analysis.match;

/** The rules of a package tool give no order for a version; the message quotes it. */
final class UncomparableVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UncomparableVersionException(String message) {
        super(message);
    }
}
