package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.advisory.AdvisoryProperties.Accepted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

class AdvisoryPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    ConfigurationPropertiesAutoConfiguration.class,
                                    ValidationAutoConfiguration.class))
                    .withUserConfiguration(Bound.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AdvisoryProperties.class)
    static class Bound {}

    @Test
    void mirrorsNothingUnlessToldOtherwise() {
        runner.run(
                context ->
                        assertThat(context.getBean(AdvisoryProperties.class))
                                .isEqualTo(
                                        new AdvisoryProperties(
                                                List.of(),
                                                List.of(),
                                                Duration.ofHours(1),
                                                Path.of("state/feeds"),
                                                List.of())));
    }

    @Test
    void takesFoldersAndAddresses() {
        runner.withPropertyValues(
                        "analysis.advisories.locations=/feeds/osv,https://example.com/{ecosystem}/all.zip",
                        "analysis.advisories.ecosystems=Debian,Alpine",
                        "analysis.advisories.downloads=/var/lib/plimsoll/feeds",
                        "analysis.advisories.accept[0].feed=Debian/all.zip",
                        "analysis.advisories.accept[0].until=2026-11-22T00:00:00Z",
                        "analysis.advisories.refresh=10m")
                .run(
                        context ->
                                assertThat(context.getBean(AdvisoryProperties.class))
                                        .isEqualTo(
                                                new AdvisoryProperties(
                                                        List.of(
                                                                "/feeds/osv",
                                                                "https://example.com/{ecosystem}/all.zip"),
                                                        List.of("Debian", "Alpine"),
                                                        Duration.ofMinutes(10),
                                                        Path.of("/var/lib/plimsoll/feeds"),
                                                        List.of(
                                                                new Accepted(
                                                                        "Debian/all.zip",
                                                                        Instant.parse(
                                                                                "2026-11-22T00:00:00Z"))))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "analysis.advisories.locations=https://|advisory location",
                "analysis.advisories.locations=https://user:pw@example.com/all.zip|has no host, or a user",
                "analysis.advisories.locations[0]=|locations[0]",
                "analysis.advisories.locations=https://{ecosystem}@example.com/all.zip|has no host, or a user",
                "analysis.advisories.accept[0].feed=Debian/all.zip|needs its name and an end",
                "analysis.advisories.accept[0].until=2026-11-22T00:00:00Z|needs its name and an end",
                "analysis.advisories.refresh=0s|refresh",
                "analysis.advisories.refresh=often|refresh",
                "analysis.advisories.folders=/feeds|folders",
            })
    void refusesWhatMakesNoSenseAndNamesIt(String setting, String named) {
        runner.withPropertyValues(setting)
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasStackTraceContaining(named)
                                        .satisfies(
                                                failure ->
                                                        assertThat(failure)
                                                                .hasMessageNotContaining("pw@")));
    }
}
