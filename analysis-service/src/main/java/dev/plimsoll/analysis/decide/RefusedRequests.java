package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.access.RefusedRequest;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/**
 * Writes into the decision log who was not let in. The log is kept for years and anybody can be
 * refused as often as they like, so a minute holds only so many; what is left out is counted.
 */
final class RefusedRequests {

    private static final Logger log = LoggerFactory.getLogger(RefusedRequests.class);

    static final int IN_A_MINUTE = 30;

    private final Consumer<List<DecisionLogged>> decisions;
    private final InstantSource clock;

    /** Guarded by this. */
    private Instant minute = Instant.EPOCH;

    /** Guarded by this. */
    private int told;

    /** Guarded by this. */
    private int leftOut;

    RefusedRequests(Consumer<List<DecisionLogged>> decisions, InstantSource clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** On a thread of its own: nobody waits for Kafka to be told that they may not come in. */
    @EventListener
    void on(RefusedRequest refused) {
        log.atWarn()
                .addKeyValue("account", refused.account())
                .addKeyValue("request", refused.request())
                .addKeyValue("reason", refused.reason())
                .log("request refused");
        var decision = decision(refused);
        if (decision != null) {
            var unused = Thread.ofVirtual().name("refused-request").start(() -> write(decision));
        }
    }

    private void write(DecisionLogged decision) {
        try {
            decisions.accept(List.of(decision));
        } catch (KafkaAwayException e) {
            log.atError()
                    .addKeyValue("account", decision.getBy())
                    .setCause(e)
                    .log("refused request not in the decision log");
        }
    }

    private synchronized @Nullable DecisionLogged decision(RefusedRequest refused) {
        var now = clock.instant();
        if (Duration.between(minute, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            minute = now;
            told = 0;
        }
        if (told >= IN_A_MINUTE) {
            leftOut++;
            return null;
        }
        told++;
        var reason =
                leftOut == 0
                        ? refused.reason()
                        : "%s (and %d refused requests before, left out)"
                                .formatted(refused.reason(), leftOut);
        leftOut = 0;
        return DecisionLogged.newBuilder()
                .setId(Ids.of("request", refused, now, told))
                .setSubject("request")
                .setAction(DecisionAction.UNKNOWN)
                .setOutcome(DecisionOutcome.REFUSED)
                .setBy(refused.account())
                .setRoles(
                        refused.roles().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .setChannel("api")
                .setOrigin(refused.request())
                .setRefusal(reason)
                .setAt(now)
                .build();
    }
}
