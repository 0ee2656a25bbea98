package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.FeedLoaded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/**
 * The feeds in numbers, each with the tag {@code feed}: how long ago it was checked, its records,
 * and whether its newest state was refused.
 */
final class FeedMeters {

    private final MultiGauge age;
    private final MultiGauge records;
    private final MultiGauge refused;
    private final Clock clock;

    FeedMeters(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.age =
                MultiGauge.builder("plimsoll.feed.age")
                        .description("Time since the last successful check")
                        .baseUnit("seconds")
                        .register(registry);
        this.records = MultiGauge.builder("plimsoll.feed.records").register(registry);
        this.refused =
                MultiGauge.builder("plimsoll.feed.refused")
                        .description("1 while the newest state is refused or was never there")
                        .register(registry);
    }

    void show(Collection<FeedLoaded> feeds) {
        age.register(
                feeds.stream()
                        .<MultiGauge.Row<?>>map(
                                feed -> MultiGauge.Row.of(tags(feed), feed, this::age))
                        .toList(),
                true);
        records.register(
                feeds.stream()
                        .<MultiGauge.Row<?>>map(
                                feed -> MultiGauge.Row.of(tags(feed), feed.getRecords()))
                        .toList(),
                true);
        refused.register(
                feeds.stream()
                        .<MultiGauge.Row<?>>map(
                                feed ->
                                        MultiGauge.Row.of(
                                                tags(feed), feed.getAlarm() == null ? 0 : 1))
                        .toList(),
                true);
    }

    private double age(FeedLoaded feed) {
        return Duration.between(FeedFreshness.checkedAt(feed), clock.instant()).toMillis() / 1e3;
    }

    private static Tags tags(FeedLoaded feed) {
        return Tags.of("feed", feed.getFeed());
    }
}
