package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.FeedLoaded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedFreshnessTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration TWO_DAYS = Duration.ofHours(48);

    @Test
    void aFeedIsFreshUpToTheLimitAndStaleBeyondIt() {
        var feeds = List.of(feed("Debian/all.zip", "Debian:12", NOW.minus(TWO_DAYS)));

        assertThat(FeedFreshness.stale(feeds, "Debian:12", NOW, TWO_DAYS)).isEmpty();
        assertThat(FeedFreshness.stale(feeds, "Debian:12", NOW.plusMillis(1), TWO_DAYS))
                .contains("feed 'Debian/all.zip' was last checked at 2026-03-08T12:00:00Z");
    }

    @Test
    void anEcosystemThatNoFeedCoversIsStale() {
        var feeds = List.of(feed("Debian/all.zip", "Debian:12", NOW));

        assertThat(FeedFreshness.stale(feeds, "Debian:13", NOW, TWO_DAYS))
                .contains("no feed has advisories for 'Debian:13' yet");
    }

    @Test
    void ofSeveralFeedsTheOldestCounts() {
        var feeds =
                List.of(
                        feed("Debian/all.zip", "Debian:12", NOW),
                        feed("tracker/data/json", "Debian:12", NOW.minus(Duration.ofHours(49))),
                        feed("Alpine/all.zip", "Alpine:v3.19", NOW.minus(Duration.ofDays(30))));

        assertThat(FeedFreshness.stale(feeds, "Debian:12", NOW, TWO_DAYS))
                .contains("feed 'tracker/data/json' was last checked at 2026-03-08T11:00:00Z");
    }

    @Test
    void saysWhyAFeedIsNotTakenAnyMore() {
        var feed =
                FeedLoaded.newBuilder(feed("PyPI/all.zip", "PyPI", NOW.minus(Duration.ofDays(3))))
                        .setAlarm("900 of its 1000 advisories are gone")
                        .build();

        assertThat(FeedFreshness.stale(List.of(feed), "PyPI", NOW, TWO_DAYS))
                .contains(
                        "feed 'PyPI/all.zip' was last checked at 2026-03-07T12:00:00Z; since then: 900 of its 1000 advisories are gone");
    }

    @Test
    void aRecordOfBeforeChecksWereToldCountsFromItsLoading() {
        var feed =
                FeedLoaded.newBuilder(feed("Debian/all.zip", "Debian:12", NOW))
                        .setCheckedAt(null)
                        .setLoadedAt(NOW.minus(Duration.ofDays(9)))
                        .build();

        assertThat(FeedFreshness.stale(List.of(feed), "Debian:12", NOW, TWO_DAYS)).isPresent();
        assertThat(FeedFreshness.stale(List.of(feed), "Debian:12", NOW, Duration.ofDays(9)))
                .isEmpty();
    }

    private static FeedLoaded feed(String name, String ecosystem, Instant checkedAt) {
        return FeedLoaded.newBuilder()
                .setFeed(name)
                .setLocation("https://feeds.example.com/" + name)
                .setRecords(1)
                .setEcosystems(List.of(ecosystem))
                .setLoadedAt(NOW.minus(Duration.ofDays(100)))
                .setCheckedAt(checkedAt)
                .build();
    }
}
