package dev.plimsoll.notify.deliver;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.notify.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What comes after an attempt. Plain decisions: nothing is sent or written here. */
final class Decider {

    /** Longer requests to be left alone are not honoured: people wait for this. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    /** How much of a wait is left to chance, so that not everything comes back at once. */
    private static final double JITTER = 0.2;

    private final DeliveryPolicy policy;
    private final boolean receiverRecognisesRepetitions;
    private final RandomGenerator random;

    Decider(DeliveryPolicy policy, boolean receiverRecognisesRepetitions, RandomGenerator random) {
        this.policy = policy;
        this.receiverRecognisesRepetitions = receiverRecognisesRepetitions;
        this.random = random;
    }

    sealed interface Decision {

        record Sent(AlertRecorded alert) implements Decision {}

        /** Given up. */
        record Failed(AlertRecorded alert) implements Decision {}

        record Again(Delivery delivery) implements Decision {}
    }

    /** The reason not to try at all. */
    Optional<Decision.Failed> refuse(Delivery delivery, Instant now) {
        var age = Duration.between(delivery.alert().getPlannedAt(), now);
        return age.compareTo(policy.maxAge()) > 0
                ? Optional.of(
                        failed(
                                delivery,
                                now,
                                "too old: planned more than %s ago".formatted(policy.maxAge())))
                : Optional.empty();
    }

    Decision after(Delivery delivery, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Delivered _ -> new Decision.Sent(delivery.sent(now));
            case Outcome.Refused(var reason) -> failed(delivery, now, reason);
            case Outcome.Unavailable(var reason, var retryAfter) ->
                    again(delivery, now, reason, false, retryAfter);
            case Outcome.Unknown(var reason) ->
                    mayRepeat(delivery)
                            ? again(delivery, now, reason, true, null)
                            : failed(
                                    delivery,
                                    now,
                                    reason + "; it may have arrived, and was repeated once");
        };
    }

    /** One duplicate is better than a lost alert; more are not. */
    private boolean mayRepeat(Delivery delivery) {
        return receiverRecognisesRepetitions || delivery.unknownOutcomes() == 0;
    }

    private Decision again(
            Delivery delivery,
            Instant now,
            String reason,
            boolean unknown,
            @Nullable Duration retryAfter) {
        var first = delivery.firstAttempt() == null ? now : delivery.firstAttempt();
        var deadline = first.plus(policy.giveUpAfter());
        if (!now.isBefore(deadline)) {
            return failed(
                    delivery, now, "%s; given up after %s".formatted(reason, policy.giveUpAfter()));
        }
        var at = now.plus(pause(delivery.alert().getAttempts(), retryAfter));
        return new Decision.Again(
                delivery.again(at.isBefore(deadline) ? at : deadline, now, reason, unknown));
    }

    /**
     * How long to wait after a number of failures in a row.
     *
     * @param failures at least 1
     */
    Duration pause(int failures, @Nullable Duration retryAfter) {
        var backOff = policy.backOff(failures);
        var jitter = Math.round(backOff.toMillis() * JITTER * random.nextDouble());
        var wait = backOff.plusMillis(jitter);
        if (retryAfter == null) {
            return wait;
        }
        var asked =
                retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
        return asked.compareTo(wait) > 0 ? asked : wait;
    }

    private static Decision.Failed failed(Delivery delivery, Instant now, String reason) {
        return new Decision.Failed(delivery.failed(now, reason));
    }
}
