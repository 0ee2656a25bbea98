package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.decide.Actor;
import dev.plimsoll.analysis.decide.Decided;
import dev.plimsoll.analysis.decide.Decisions;
import dev.plimsoll.analysis.decide.Expected;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a review to come to, as a form or the API says it.
 *
 * @param action renew, revoke or hand-over
 * @param review renew: when to look at it again
 * @param until renew: the last day on which it holds; absent: as before
 * @param owner hand-over: who owns it from now on
 * @param why always
 */
record ReviewRequest(
        @Nullable String action,
        @Nullable String review,
        @Nullable String until,
        @Nullable String owner,
        @Nullable String why) {

    /** Something in it cannot be read; nobody tried to decide anything then. */
    static final class UnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;

        UnreadableException(String field, String reason) {
            super(reason);
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    /**
     * @throws UnreadableException if it is not one
     */
    ReviewAction parsedAction() {
        try {
            return ReviewAction.of(Objects.requireNonNullElse(action, ""));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("action", String.valueOf(e.getMessage()));
        }
    }

    /**
     * @throws UnreadableException if a field is missing or cannot be read
     * @throws dev.plimsoll.analysis.decide.KafkaAwayException if nobody knows whether it holds now
     */
    Decided decide(Decisions decisions, String rule, Expected expected, Actor actor) {
        return switch (parsedAction()) {
            case RENEW -> {
                var reviewed = date("review", review);
                if (reviewed == null) {
                    throw new UnreadableException("review", "is missing");
                }
                yield decisions.renew(
                        rule, reviewed, date("until", until), expected, stripped(why), actor);
            }
            case REVOKE -> decisions.revoke(rule, expected, stripped(why), actor);
            case HAND_OVER ->
                    decisions.handOver(
                            rule,
                            Objects.requireNonNullElse(stripped(owner), ""),
                            expected,
                            stripped(why),
                            actor);
        };
    }

    private static @Nullable LocalDate date(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new UnreadableException(field, "is no date (2026-12-31)");
        }
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
