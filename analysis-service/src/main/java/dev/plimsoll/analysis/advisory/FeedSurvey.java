package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a first reading of a whole feed tells, before anything of it is published. It keeps ids and
 * numbers, not the advisories.
 */
final class FeedSurvey {

    private static final int BROKEN_NAMED = 5;

    /** How likely an exploitation is, both 0 to 1. */
    record Score(double epss, double percentile) {}

    /** Listed as exploited; {@code dueDate} may be missing in the catalogue. */
    record Listing(@Nullable String dueDate) {}

    private final Predicate<String> isNamed;
    private final Predicate<AdvisoryChanged> isNews;
    private final Instant latest;
    final Set<String> ids = new HashSet<>();
    final Set<String> unreadable = new HashSet<>();
    final Set<String> repeated = new HashSet<>();
    final Set<String> ecosystems = new TreeSet<>();
    final Map<String, Listing> listings = new HashMap<>();
    final Map<String, Score> scores = new HashMap<>();
    final List<String> brokenNamed = new ArrayList<>();
    long broken;
    long exploitationRecords;
    boolean hasListings;
    boolean hasScores;
    boolean hasNews;
    @Nullable Instant newest;

    /**
     * @param isNamed whether an advisory names a vulnerability: only then its score is kept
     * @param isNews whether an advisory differs from what is mirrored
     * @param latest a time beyond it is a mistake of whoever wrote it, and no measure
     */
    FeedSurvey(Predicate<String> isNamed, Predicate<AdvisoryChanged> isNews, Instant latest) {
        this.isNamed = isNamed;
        this.isNews = isNews;
        this.latest = latest;
    }

    void add(FeedEntry entry) {
        switch (entry) {
            case FeedEntry.Advisory(var advisory) -> add(advisory);
            case FeedEntry.Exploited(var vulnerability, var dueDate) -> {
                exploitationRecords++;
                hasListings = true;
                listings.put(vulnerability, new Listing(dueDate));
            }
            case FeedEntry.Scored(var vulnerability, var epss, var percentile) -> {
                exploitationRecords++;
                hasScores = true;
                if (isNamed.test(vulnerability)) {
                    scores.put(vulnerability, new Score(epss, percentile));
                }
            }
            case FeedEntry.Dated(var time) -> date(time);
            case FeedEntry.Broken(var where, var id, var reason) -> {
                broken++;
                if (id != null) {
                    unreadable.add(id);
                }
                if (brokenNamed.size() < BROKEN_NAMED) {
                    brokenNamed.add(where + ": " + reason);
                }
            }
        }
    }

    private void add(AdvisoryChanged advisory) {
        if (!ids.add(advisory.getId())) {
            repeated.add(advisory.getId());
        }
        hasNews = hasNews || isNews.test(advisory);
        advisory.getAffected().stream()
                .map(Affected::getEcosystem)
                .filter(ecosystem -> !ecosystem.equals(TrackerFile.SID)) // its fixes alone
                .forEach(ecosystems::add);
        date(advisory.getModified());
    }

    /** A record without a time has {@link Instant#EPOCH}. */
    private void date(Instant time) {
        if (time.isAfter(Instant.EPOCH)
                && !time.isAfter(latest)
                && (newest == null || time.isAfter(newest))) {
            newest = time;
        }
    }

    /** Records that can be used, an id that comes twice counts once. */
    long records() {
        return ids.size() + exploitationRecords;
    }

    /** Every id an advisory is known by. */
    static Stream<String> names(AdvisoryChanged advisory) {
        return Stream.of(
                        Stream.of(advisory.getId()),
                        advisory.getAliases().stream(),
                        advisory.getUpstream().stream())
                .flatMap(names -> names);
    }
}
