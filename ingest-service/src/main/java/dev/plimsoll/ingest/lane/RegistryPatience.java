package dev.plimsoll.ingest.lane;

import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BackOffHandler;
import org.springframework.kafka.listener.DefaultBackOffHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Waits as long as the binding says, or as long as the registry asked for if that is longer. */
final class RegistryPatience implements BackOffHandler {

    /**
     * A registry that asks for more is asked again after this. Together with the longest scan it
     * has to stay below {@code max.poll.interval.ms}.
     */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final BackOffHandler waiting;

    RegistryPatience() {
        this(new DefaultBackOffHandler());
    }

    RegistryPatience(BackOffHandler waiting) {
        this.waiting = waiting;
    }

    @Override
    public void onNextBackOff(
            @Nullable MessageListenerContainer container,
            @Nullable Exception exception,
            long nextBackOff) {
        var asked = retryAfter(exception).orElse(Duration.ZERO);
        var wait = Math.min(Math.max(nextBackOff, asked.toMillis()), LONGEST.toMillis());
        waiting.onNextBackOff(container, exception, wait);
    }

    private static Optional<Duration> retryAfter(@Nullable Exception exception) {
        for (Throwable thrown = exception; thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof RegistryUnavailableException unavailable) {
                return unavailable.retryAfter();
            }
        }
        return Optional.empty();
    }
}
