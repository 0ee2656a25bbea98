package dev.plimsoll.ingest.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Placeholder, to be replaced by the class of the same name. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public RegistryUnavailableException(
            String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
