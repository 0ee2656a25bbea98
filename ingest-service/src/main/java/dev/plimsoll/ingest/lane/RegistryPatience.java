package dev.plimsoll.ingest.lane;

import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BackOffHandler;
import org.springframework.kafka.listener.DefaultBackOffHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How a record waits. Between two attempts as long as the binding says, or as long as the registry
 * asked for if that is longer; altogether as often as the binding says, unless it is the registry
 * that does not answer: nobody's image is at fault then, and the push waits for the end of the
 * outage.
 */
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

    /**
     * @param usual of the binding, which says how the waits grow
     * @param outage the sum of the waits
     */
    static BackOff backOff(Exception cause, ExponentialBackOff usual, Duration outage) {
        if (unavailable(cause).isEmpty()) {
            return usual;
        }
        var patient = new ExponentialBackOff(usual.getInitialInterval(), usual.getMultiplier());
        patient.setMaxInterval(usual.getMaxInterval());
        patient.setMaxElapsedTime(outage.toMillis());
        return patient;
    }

    private static Optional<Duration> retryAfter(@Nullable Exception exception) {
        return unavailable(exception).flatMap(RegistryUnavailableException::retryAfter);
    }

    private static Optional<RegistryUnavailableException> unavailable(
            @Nullable Exception exception) {
        for (Throwable thrown = exception; thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof RegistryUnavailableException unavailable) {
                return Optional.of(unavailable);
            }
        }
        return Optional.empty();
    }
}
