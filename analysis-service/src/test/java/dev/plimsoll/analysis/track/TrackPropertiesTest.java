package dev.plimsoll.analysis.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class TrackPropertiesTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TrackProperties.class)
    static class Properties {}

    @Test
    void feedsAreStaleAfterTwoDaysAndLinesAreTheUsualOnes() {
        context.run(
                started ->
                        assertThat(started.getBean(TrackProperties.class))
                                .isEqualTo(new TrackProperties(Duration.ofHours(48), List.of())));
    }

    @Test
    void everythingCanBeSet() {
        context.withPropertyValues(
                        "analysis.track.feeds-stale-after=2h",
                        "analysis.track.lines[0].images=registry.example.com/team/*",
                        "analysis.track.lines[0].tags=semver",
                        "analysis.track.lines[0].line={major}.{minor}.x")
                .run(
                        started ->
                                assertThat(started.getBean(TrackProperties.class))
                                        .isEqualTo(
                                                new TrackProperties(
                                                        Duration.ofHours(2),
                                                        List.of(
                                                                new TrackProperties.Line(
                                                                        "registry.example.com/team/*",
                                                                        "semver",
                                                                        "{major}.{minor}.x")))));
    }

    @Test
    void aPatternThatCannotBeUnderstoodStopsTheStartAndIsNamed() {
        context.withPropertyValues(
                        "analysis.track.lines[0].images=team/*",
                        "analysis.track.lines[0].tags=(",
                        "analysis.track.lines[0].line=x")
                .run(
                        started ->
                                assertThat(started)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("(")
                                        .satisfies(
                                                cause ->
                                                        assertThat(started.getStartupFailure())
                                                                .hasStackTraceContaining(
                                                                        "analysis.track.lines[0]: tags: '('")));
    }

    @Test
    void aMisspeltSettingIsNamed() {
        context.withPropertyValues("analysis.track.line[0].images=team/*")
                .run(
                        started ->
                                assertThat(started)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("analysis.track.line"));
    }
}
