package dev.plimsoll.analysis.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Moments as people read them, always in UTC. */
final class Times {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Times() {}

    static String day(@Nullable Instant moment) {
        return moment == null ? "not known" : DAY.format(moment);
    }

    static String day(@Nullable LocalDate day) {
        return day == null ? "not known" : day.toString();
    }

    static LocalDate date(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    static String minute(@Nullable Instant moment) {
        return moment == null ? "not known" : MINUTE.format(moment);
    }
}
