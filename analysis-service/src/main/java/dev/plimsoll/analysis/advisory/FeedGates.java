package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.FeedLoaded;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks that keep a broken feed out: an empty one would close every finding there is. */
final class FeedGates {

    /** A feed that lost more than two of a hundred records at once is broken, not corrected. */
    private static final int BAD_OF_100 = 2;

    /** So few may always be: a small feed, kept by hand, is corrected by a record or two. */
    private static final int BAD_AT_LEAST = 5;

    private static final int GROWTH = 10;

    /** A small feed may become a large one. */
    private static final int GROWTH_AT_LEAST = 1_000;

    private FeedGates() {}

    /**
     * What no feed may be.
     *
     * @throws FeedRefusedException if it is
     */
    static void requireUsable(FeedSurvey survey) {
        if (survey.records() == 0) {
            throw new FeedRefusedException(
                    "it has no record that can be read; %d cannot, the first: %s"
                            .formatted(survey.broken, survey.brokenNamed));
        }
        if (tooMany(survey.broken, survey.broken + survey.records())) {
            throw new FeedRefusedException(
                    "%d of its %d records cannot be read, the first: %s"
                            .formatted(
                                    survey.broken,
                                    survey.broken + survey.records(),
                                    survey.brokenNamed));
        }
        if (tooMany(survey.repeated.size(), survey.ids.size())) {
            throw new FeedRefusedException(
                    "%d of its %d ids come more than once, '%s' is one of them"
                            .formatted(
                                    survey.repeated.size(),
                                    survey.ids.size(),
                                    survey.repeated.iterator().next()));
        }
    }

    /**
     * What a new state of a feed may not be; an operator can let it pass.
     *
     * @param last the last good state; null if there is none
     * @param owned advisories of the last good state
     * @param lost those that are gone
     * @throws FeedRefusedException if it is
     */
    static void requirePlausible(
            FeedSurvey survey, @Nullable FeedLoaded last, Set<String> owned, Set<String> lost) {
        if (tooMany(lost.size(), owned.size())) {
            throw new FeedRefusedException(
                    "%d of its %d advisories are gone".formatted(lost.size(), owned.size()));
        }
        if (last == null || last.getRecords() == 0) {
            return;
        }
        long gone = last.getRecords() - survey.records();
        if ((last.getKev() || last.getEpss()) && tooMany(gone, last.getRecords())) {
            throw new FeedRefusedException(
                    "%d of its %d records are gone".formatted(gone, last.getRecords()));
        }
        if ((last.getKev() && !survey.hasListings) || (last.getEpss() && !survey.hasScores)) {
            throw new FeedRefusedException(
                    "it no longer has the %s"
                            .formatted(
                                    last.getKev()
                                            ? "list of known exploited vulnerabilities"
                                            : "scores of exploitation"));
        }
        if (survey.records() > last.getRecords() * GROWTH
                && survey.records() - last.getRecords() > GROWTH_AT_LEAST) {
            throw new FeedRefusedException(
                    "it has %d records, more than %d times the %d of the last good one"
                            .formatted(survey.records(), GROWTH, last.getRecords()));
        }
        var newest = survey.newest;
        var lastNewest = last.getNewest();
        if (newest != null && lastNewest != null && newest.isBefore(lastNewest)) {
            throw new FeedRefusedException(
                    "it goes back in time: its newest record is of %s, that of the last good one of %s"
                            .formatted(newest, lastNewest));
        }
    }

    private static boolean tooMany(long bad, long all) {
        return bad >= BAD_AT_LEAST && bad * 100 > all * BAD_OF_100;
    }
}
