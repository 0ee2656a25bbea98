package dev.plimsoll.ingest.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry cannot answer now, but may later: refused connection, timeout, 429, 5xx, cut body.
 */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    public RegistryUnavailableException(
            String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the registry asked to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
