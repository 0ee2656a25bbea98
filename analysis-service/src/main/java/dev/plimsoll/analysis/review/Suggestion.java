package dev.plimsoll.analysis.review;

import dev.plimsoll.event.RuleChanged;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The dates that a renewal begins with: as long as before, and not longer than allowed. People
 * change them.
 *
 * @param until the last day on which it holds; null for a rule without an end
 */
record Suggestion(LocalDate decided, LocalDate review, @Nullable LocalDate until) {

    /** Where nothing tells how long it was until the review. */
    private static final long MONTH = 30;

    /**
     * @param reviewed its review date so far; null if it has none
     * @param longest days that an acceptance may run
     */
    static Suggestion of(
            RuleChanged rule, @Nullable LocalDate reviewed, LocalDate today, long longest) {
        var decided = rule.getDecided();
        var until = rule.getUntil();
        if (until == null) {
            return new Suggestion(
                    today, today.plusDays(between(decided, reviewed, MONTH, Long.MAX_VALUE)), null);
        }
        var end = LocalDate.ofInstant(until, ZoneOffset.UTC).minusDays(1);
        long run = between(decided, end, longest, longest);
        long pause = between(decided, reviewed, Math.min(MONTH, run), run);
        return new Suggestion(today, today.plusDays(pause), today.plusDays(run));
    }

    /** Days between two dates, from 1 to {@code most}, or {@code otherwise} if one is missing. */
    private static long between(
            @Nullable LocalDate from, @Nullable LocalDate to, long otherwise, long most) {
        long days = from == null || to == null ? otherwise : ChronoUnit.DAYS.between(from, to);
        return Math.clamp(days, 1, most);
    }

    /** The lines of a rule file that say it. */
    String yaml() {
        var lines = "  decided: " + decided + "\n  review: " + review + "\n";
        return until == null ? lines : lines + "  until: " + until + "\n";
    }
}
