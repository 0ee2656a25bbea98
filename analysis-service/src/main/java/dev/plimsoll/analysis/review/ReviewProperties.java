package dev.plimsoll.analysis.review;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.ZoneId;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When owners are told of reviews. Whole days count; what was told is remembered for 90 days, so no
 * pause may be nearly as long.
 *
 * @param ahead how long before the review date an owner is told
 * @param repeat how often an overdue review is told again
 * @param beforeEnd when a rule without a review date is due: so long before its end
 * @param zone where the day of a date begins and ends
 * @param every how often the calendar is looked at
 */
@Validated
@ConfigurationProperties(prefix = "analysis.review", ignoreUnknownFields = false)
record ReviewProperties(
        @DefaultValue("7d") @DurationMin(days = 0) @DurationMax(days = 60) Duration ahead,
        @DefaultValue("7d") @DurationMin(days = 1) @DurationMax(days = 60) Duration repeat,
        @DefaultValue("14d") @DurationMin(days = 0) @DurationMax(days = 366) Duration beforeEnd,
        @NotNull @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("1m") @DurationMin(millis = 100) @DurationMax(days = 1) Duration every) {

    ReviewCalendar calendar() {
        return new ReviewCalendar(ahead.toDays(), repeat.toDays(), beforeEnd.toDays(), zone);
    }
}
