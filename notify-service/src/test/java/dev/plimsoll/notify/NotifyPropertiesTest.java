package dev.plimsoll.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.alert.AlertPolicy;
import dev.plimsoll.notify.alert.AlertPolicy.UnknownSeverity;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.HttpTimeouts;
import dev.plimsoll.notify.channel.SecretUrl;
import dev.plimsoll.notify.channel.SigningSecret;
import dev.plimsoll.notify.deliver.DeliveryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class NotifyPropertiesTest {

    private static final String URL = "https://hooks.example.com/services/canary-7f3a";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                    .withUserConfiguration(Parsed.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(NotifyProperties.class)
    static class Parsed {

        @Bean
        Map<String, Destination> destinations(NotifyProperties properties) {
            var unused = properties.reviewRoutes();
            return properties.parsedDestinations();
        }
    }

    @Test
    void hasDefaultsAndNeedsNoDestination() {
        runner.run(
                context -> {
                    var properties = context.getBean(NotifyProperties.class);
                    assertThat(properties.parsedDestinations()).isEmpty();
                    assertThat(properties.pages()).isNull();
                    assertThat(properties.alertPolicy())
                            .isEqualTo(new AlertPolicy(Severity.HIGH, UnknownSeverity.QUIET));
                    assertThat(properties.deliveryPolicy())
                            .isEqualTo(
                                    new DeliveryPolicy(
                                            Duration.ofDays(7),
                                            Duration.ofHours(24),
                                            Duration.ofSeconds(2),
                                            Duration.ofMinutes(5),
                                            10_000));
                    assertThat(properties.httpTimeouts())
                            .isEqualTo(
                                    new HttpTimeouts(
                                            Duration.ofSeconds(5), Duration.ofSeconds(10)));
                });
    }

    @Test
    void takesEverySetting() {
        runner.withPropertyValues(
                        "notify.destinations.team-chat.type=slack",
                        "notify.destinations.team-chat.url=" + URL,
                        "notify.destinations.on-call.type=webhook",
                        "notify.destinations.on-call.url=http://127.0.0.1:9999/hook",
                        "notify.destinations.on-call.secret=" + SECRET,
                        "notify.destinations.owners.type=mail",
                        "notify.destinations.owners.from=Plimsoll <plimsoll@example.com>",
                        "notify.destinations.owners.to=a@example.com,b@example.com",
                        "notify.minimum-severity=critical",
                        "notify.unknown-severity=alert",
                        "notify.pages=http://127.0.0.1:8082",
                        "notify.delivery.max-age=1d",
                        "notify.delivery.give-up-after=2h",
                        "notify.delivery.first-back-off=10ms",
                        "notify.delivery.longest-back-off=1s",
                        "notify.delivery.queue-capacity=5",
                        "notify.delivery.connect-timeout=1s",
                        "notify.delivery.answer-timeout=2s")
                .run(
                        context -> {
                            var properties = context.getBean(NotifyProperties.class);
                            assertThat(properties.parsedDestinations())
                                    .isEqualTo(
                                            Map.of(
                                                    "team-chat",
                                                    new Destination.Slack(SecretUrl.of(URL)),
                                                    "on-call",
                                                    new Destination.Webhook(
                                                            SecretUrl.of(
                                                                    "http://127.0.0.1:9999/hook"),
                                                            SigningSecret.of(SECRET)),
                                                    "owners",
                                                    new Destination.Mail(
                                                            "Plimsoll <plimsoll@example.com>",
                                                            List.of(
                                                                    "a@example.com",
                                                                    "b@example.com"))));
                            assertThat(properties.pages())
                                    .isEqualTo(URI.create("http://127.0.0.1:8082"));
                            assertThat(properties.alertPolicy())
                                    .isEqualTo(
                                            new AlertPolicy(
                                                    Severity.CRITICAL, UnknownSeverity.ALERT));
                            assertThat(properties.deliveryPolicy())
                                    .isEqualTo(
                                            new DeliveryPolicy(
                                                    Duration.ofDays(1),
                                                    Duration.ofHours(2),
                                                    Duration.ofMillis(10),
                                                    Duration.ofSeconds(1),
                                                    5));
                            assertThat(properties.httpTimeouts())
                                    .isEqualTo(
                                            new HttpTimeouts(
                                                    Duration.ofSeconds(1), Duration.ofSeconds(2)));
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.url=https://a.example/b | notify.destinations.x.type is missing",
                "x.type=pigeon | x.type",
                "x.type=slack | notify.destinations.x.url is missing",
                "x.type=slack x.url=ftp://canary-7f3a | notify.destinations.x.url does not start",
                "x.type=slack x.url=https:///canary-7f3a | notify.destinations.x.url has no host",
                "x.type=slack x.url=https://a/{canary-7f3a} | notify.destinations.x.url is not a URL",
                "x.type=slack x.url=https://u:canary-7f3a@a/b | x.url has user information",
                "x.type=slack x.url=https://a/b x.to=a@example.com | x.to is not a setting",
                "x.type=slack x.url=https://a/b x.secret=canary-7f3a | x.secret is not a setting",
                "x.type=webhook x.url=https://a/b | notify.destinations.x.secret is missing",
                "x.type=webhook x.url=https://a/b x.secret=canary-7f3a | secret does not start",
                "x.type=webhook x.url=https://a/b x.secret=whsec_canary-7f3a! | secret is not base64",
                "x.type=webhook x.url=https://a/b x.secret=whsec_YWJj | secret holds 3 bytes",
                "x.type=mail x.from=a@example.com | notify.destinations.x.to is missing",
                "x.type=mail x.to=a@example.com | notify.destinations.x.from is missing",
                "x.type=mail x.to=nobody x.from=a@example.com | x.to is not an address: 'nobody'",
                "x.type=mail x.to=a@example.com x.from=a@example.com x.url=https://a/canary-7f3a"
                        + " | x.url is not a setting",
                "x_y.type=slack x_y.url=https://a/b | a name is up to 63",
                "x.type=slack x.ulr=https://a/canary-7f3a | destinations.x.ulr",
            })
    void refusesADestinationAndNamesTheSettingButNotItsSecret(String settings, String message) {
        var values =
                List.of(settings.split(" ")).stream()
                        .map(setting -> "notify.destinations." + setting)
                        .toArray(String[]::new);

        runner.withPropertyValues(values)
                .run(
                        context ->
                                assertThat(said(context.getStartupFailure()))
                                        .contains(message)
                                        .doesNotContain("canary-7f3a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notify.minimum-severity=terrible | notify.minimum-severity",
                "notify.unknown-severity=maybe | notify.unknown-severity",
                "notify.pages=somewhere | notify.pages is not an http or https address: 'somewhere'",
                "notify.delivery.queue-capacity=0 | queueCapacity",
                "notify.delivery.first-back-off=0s | firstBackOff",
                "notify.delivery.max-age=soon | notify.delivery.max-age",
                "notify.minimun-severity=high | notify.minimun-severity",
                "notify.reviews.escalate=nobody | notify.reviews.escalate: 'nobody' is none of the destinations",
                "notify.reviews.owners[0].owner=ada | reviews.owners[0].to",
                "notify.reviews.owners[0].to=chat | reviews.owners[0].owner",
            })
    void refusesWhatMakesNoSenseAndNamesIt(String setting, String message) {
        runner.withPropertyValues(setting)
                .run(context -> assertThat(said(context.getStartupFailure())).contains(message));
    }

    /** All a person would see: every message of the chain. */
    private static String said(Throwable failure) {
        var said = new StringBuilder();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            said.append(cause.getMessage()).append('\n');
        }
        return said.toString();
    }
}
