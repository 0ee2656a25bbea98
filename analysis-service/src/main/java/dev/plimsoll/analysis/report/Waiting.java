package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.FixWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long what has no fix has been waiting, and how long that usually takes.
 *
 * @param since the oldest
 * @param typical of the distribution, from what has ended here; null if nobody asked
 */
record Waiting(
        Tally findings,
        @Nullable Instant since,
        @Nullable Long oldestDays,
        @Nullable Long medianDays,
        FixWaits.@Nullable Waits typical) {

    static Waiting of(
            List<FindingDocument> carried, FixWaits.@Nullable Waits typical, Instant now) {
        var waiting = Traits.matching(carried, Traits::awaited);
        var since = waiting.stream().map(Traits::waitingSince).sorted().toList();
        return new Waiting(
                Tally.of(waiting),
                since.isEmpty() ? null : since.getFirst(),
                since.isEmpty() ? null : days(since.getFirst(), now),
                since.isEmpty() ? null : days(since.get(since.size() / 2), now),
                typical);
    }

    /** In words, with what is not known. */
    String words() {
        if (oldestDays == null) {
            return "Nothing waits for a fix.";
        }
        return "%d %s no fix to install yet: the oldest since %s (%s), half of them for %s or more. %s"
                .formatted(
                        findings.total(),
                        findings.total() == 1 ? "has" : "have",
                        Times.day(since),
                        days(oldestDays),
                        days(medianDays == null ? 0 : medianDays),
                        usually());
    }

    private String usually() {
        if (typical == null) {
            return "How long fixes usually take is not known: the distribution is not.";
        }
        var median = typical.medianDays();
        return median == null
                ? "How long fixes of %s usually take is not known: %d %s waited for here until there was one, and it takes %d to tell."
                        .formatted(
                                typical.ecosystem(),
                                typical.vulnerabilities(),
                                typical.vulnerabilities() == 1 ? "was" : "were",
                                FixWaits.ENOUGH)
                : "Fixes of %s took %s in the median, from %d vulnerabilities that were waited for here."
                        .formatted(typical.ecosystem(), days(median), typical.vulnerabilities());
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static long days(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toDays());
    }
}
