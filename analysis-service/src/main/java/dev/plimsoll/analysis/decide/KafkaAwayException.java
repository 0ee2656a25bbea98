package dev.plimsoll.analysis.decide;

import org.jspecify.annotations.Nullable;

/** Rules can neither be read nor written now. */
public final class KafkaAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaAwayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
