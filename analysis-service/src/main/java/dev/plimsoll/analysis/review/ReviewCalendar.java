package dev.plimsoll.analysis.review;

import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a rule has to be looked at again.
 *
 * @param ahead days before the review date on which it is near
 * @param repeat days between two summaries of what is overdue
 * @param beforeEnd days before its end on which a rule without a review date is due
 * @param zone where days begin and end
 */
record ReviewCalendar(long ahead, long repeat, long beforeEnd, ZoneId zone) {

    LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, zone);
    }

    /** Whether it still says anything: an acceptance that ended lapsed by itself. */
    static boolean holds(RuleChanged rule, Instant now) {
        var until = rule.getUntil();
        return rule.getState() == RuleState.ACTIVE && (until == null || now.isBefore(until));
    }

    /**
     * The day until which somebody has to look at a rule: its review date. Without one it is some
     * days before the end, and for a rule that runs shorter than twice as long, half-way. Null for
     * a rule with neither.
     */
    @Nullable LocalDate reviewDate(RuleChanged rule) {
        if (rule.getReview() != null) {
            return rule.getReview();
        }
        if (rule.getUntil() == null) {
            return null;
        }
        var end = day(rule.getUntil());
        var begin = Objects.requireNonNullElseGet(rule.getDecided(), () -> day(rule.getAt()));
        long half = Math.max(0, ChronoUnit.DAYS.between(begin, end)) / 2;
        return end.minusDays(Math.min(beforeEnd, half));
    }

    /**
     * The stage of a review of that date; empty while it is far. The date itself is not overdue.
     */
    Optional<ReviewStage> stage(LocalDate review, LocalDate today) {
        if (today.isAfter(review)) {
            return Optional.of(ReviewStage.OVERDUE);
        }
        return today.isBefore(review.minusDays(ahead))
                ? Optional.empty()
                : Optional.of(ReviewStage.UPCOMING);
    }

    /** How many whole pauses there were since it is overdue. */
    long repetition(LocalDate review, LocalDate today) {
        return Math.max(0, ChronoUnit.DAYS.between(review, today) - 1) / repeat;
    }
}
