package dev.plimsoll.schemas.wire;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are no event any release of Plimsoll has written: trying again will not help. */
public final class UndecodableEventException extends SerializationException {

    private static final long serialVersionUID = 1L;

    UndecodableEventException(String message) {
        super(message);
    }

    UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
