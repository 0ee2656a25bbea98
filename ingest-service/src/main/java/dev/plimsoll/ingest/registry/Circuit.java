package dev.plimsoll.ingest.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a registry alone that does not answer. After some failures in a row, or one answer that
 * says when to come again, requests are refused at once and told how long to wait; then a single
 * one is let through, and what becomes of it decides. Safe for many threads.
 */
final class Circuit {

    /** In a row, until the registry is left alone. */
    static final int FAILURES = 5;

    /** How long at first; twice as long after each probe that fails. */
    static final Duration SHORTEST = Duration.ofSeconds(10);

    static final Duration LONGEST = Duration.ofMinutes(5);

    /** What others wait for while one request is on its way. */
    private static final Duration PROBE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Circuit.class);

    private final String registry;
    private final Clock clock;
    private State state = State.CLOSED;
    private int failures;
    private Duration wait = SHORTEST;
    private Instant until = Instant.MIN;

    /** In the order of severity, as the metric shows it. */
    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * @param registry for messages
     */
    Circuit(String registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    synchronized State state() {
        return state;
    }

    /**
     * Makes the request, unless the registry is to be left alone. A refusal is an answer, too: only
     * {@link RegistryUnavailableException} is a failure.
     */
    <T> T closed(Supplier<T> request) {
        enter();
        try {
            var result = request.get();
            answered();
            return result;
        } catch (RegistryUnavailableException e) {
            failed(e.retryAfter().orElse(null));
            throw e;
        } catch (RuntimeException | Error e) {
            answered();
            throw e;
        }
    }

    private synchronized void enter() {
        if (state == State.CLOSED) {
            return;
        }
        var left = Duration.between(clock.instant(), until);
        if (state == State.OPEN && !left.isPositive()) {
            state = State.HALF_OPEN;
            return;
        }
        throw new RegistryUnavailableException(
                "registry '%s' is left alone: it failed %d times in a row"
                        .formatted(registry, failures),
                null,
                state == State.OPEN ? left : PROBE);
    }

    private synchronized void answered() {
        if (state == State.OPEN) {
            return; // a late answer to a request from before says nothing of now
        }
        if (state == State.HALF_OPEN) {
            log.atInfo().addKeyValue("registry", registry).log("registry answers again");
        }
        state = State.CLOSED;
        failures = 0;
        wait = SHORTEST;
    }

    private synchronized void failed(@Nullable Duration retryAfter) {
        failures++;
        boolean probe = state == State.HALF_OPEN;
        boolean asked = retryAfter != null && retryAfter.isPositive();
        if (state == State.OPEN || !(probe || asked || failures >= FAILURES)) {
            return;
        }
        if (probe) {
            wait = shorter(wait.multipliedBy(2));
        }
        var leftAlone = retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
        until = clock.instant().plus(shorter(leftAlone));
        state = State.OPEN;
        log.atWarn()
                .addKeyValue("registry", registry)
                .addKeyValue("failures", failures)
                .addKeyValue("until", until)
                .log("registry left alone");
    }

    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
