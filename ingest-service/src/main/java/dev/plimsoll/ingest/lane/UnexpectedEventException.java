package dev.plimsoll.ingest.lane;

/** An event that does not belong on its topic: trying again will not help. */
final class UnexpectedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedEventException(Object event) {
        super(
                "'%s' does not belong on a lane of scans, only ImagePushed and ImageDeleted do"
                        .formatted(event.getClass().getSimpleName()));
    }
}
