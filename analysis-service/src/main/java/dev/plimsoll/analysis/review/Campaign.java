package dev.plimsoll.analysis.review;

import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which summaries are due now. A plain function of the rules, of what was told, and of the time.
 *
 * <p>An owner gets one summary of everything near, and one of everything overdue. It is due when it
 * has something in it that the owner was not told yet, or, of what is overdue, not for a while. So
 * a rule that is renewed, revoked or handed over leaves the next summary and causes none.
 */
final class Campaign {

    private static final Comparator<Summary.Due> DUE_FIRST =
            Comparator.comparing(Summary.Due::review).thenComparing(due -> due.rule().getId());

    private final ReviewCalendar calendar;

    Campaign(ReviewCalendar calendar) {
        this.calendar = calendar;
    }

    private record Recipient(String owner, ReviewStage stage) {}

    /** Overdue ones first, then by owner. */
    List<Summary> due(Collection<RuleChanged> rules, Told told, Instant now) {
        var today = calendar.day(now);
        var byRecipient =
                new TreeMap<Recipient, List<Summary.Due>>(
                        Comparator.comparing(Recipient::stage)
                                .reversed()
                                .thenComparing(Recipient::owner));
        for (var rule : rules) {
            var review = ReviewCalendar.holds(rule, now) ? calendar.reviewDate(rule) : null;
            if (review != null) {
                calendar.stage(review, today)
                        .ifPresent(
                                stage ->
                                        byRecipient
                                                .computeIfAbsent(
                                                        new Recipient(rule.getOwner(), stage),
                                                        _ -> new ArrayList<>())
                                                .add(new Summary.Due(rule, review)));
            }
        }
        return byRecipient.entrySet().stream()
                .filter(
                        entry ->
                                entry.getValue().stream()
                                        .anyMatch(due -> isNews(entry.getKey(), due, told, today)))
                .map(entry -> summary(entry.getKey(), entry.getValue(), today))
                .toList();
    }

    private boolean isNews(Recipient recipient, Summary.Due due, Told told, LocalDate today) {
        var last = told.last(recipient.owner(), recipient.stage(), due);
        if (last.isEmpty()) {
            return true;
        }
        return switch (recipient.stage()) {
            case UPCOMING -> false;
            case OVERDUE ->
                    ChronoUnit.DAYS.between(calendar.day(last.get()), today) >= calendar.repeat();
        };
    }

    /**
     * The same rules are told again only after a whole pause, in which the repetition of their
     * oldest date has grown: no two summaries of an owner have the same id.
     */
    private Summary summary(Recipient recipient, List<Summary.Due> rules, LocalDate today) {
        var sorted = rules.stream().sorted(DUE_FIRST).toList();
        var repetition =
                switch (recipient.stage()) {
                    case UPCOMING -> 0;
                    case OVERDUE -> calendar.repetition(sorted.getFirst().review(), today);
                };
        return new Summary(recipient.owner(), recipient.stage(), sorted, repetition);
    }
}
