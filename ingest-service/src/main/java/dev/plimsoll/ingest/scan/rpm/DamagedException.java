package dev.plimsoll.ingest.scan.rpm;

/** A part of a database that makes no sense; the rest of it may. */
final class DamagedException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        // Without a stack trace: a hostile file can have millions of such parts.
        super(message, null, false, false);
    }
}
