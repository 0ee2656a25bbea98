package dev.plimsoll.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.coverage.CatalogueKind;
import dev.plimsoll.ingest.lane.LaneProperties;
import dev.plimsoll.ingest.push.SourceProperties;
import dev.plimsoll.ingest.push.SourceType;
import dev.plimsoll.ingest.scan.AttestationProperties;
import dev.plimsoll.ingest.scan.ScanProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

class IngestPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void nobodyMayDoAnythingByDefault() {
        runner.run(
                context ->
                        assertThat(context.getBean(IngestProperties.class))
                                .isEqualTo(
                                        new IngestProperties(
                                                Map.of(),
                                                List.of(),
                                                List.of("linux/amd64"),
                                                null,
                                                new IngestProperties.Scans(
                                                        null,
                                                        Duration.ofMinutes(15),
                                                        Duration.ofHours(1)),
                                                new IngestProperties.Attestations(false, Map.of()),
                                                new IngestProperties.Watch(
                                                        List.of(), Duration.ofHours(24)),
                                                new IngestProperties.Push(
                                                        DataSize.ofMegabytes(5),
                                                        Duration.ofSeconds(5),
                                                        Duration.ofHours(24),
                                                        100_000),
                                                new IngestProperties.Coverage(
                                                        List.of(),
                                                        Duration.ofHours(6),
                                                        Duration.ofHours(6),
                                                        20,
                                                        50,
                                                        new IngestProperties.Policy(
                                                                List.of("**"), List.of(), 0)))));
    }

    @Test
    void everythingCanBeSet() {
        runner.withPropertyValues(
                        "ingest.sources.acme.type=distribution",
                        "ingest.sources.acme.header=Authorization",
                        "ingest.sources.acme.secret=Bearer canary-1",
                        "ingest.sources.hub.type=docker-hub",
                        "ingest.sources.hub.url-secret=canary-2",
                        "ingest.registries[0].host=Registry.example.com:5000",
                        "ingest.registries[0].token-realms[0]=auth.example.com",
                        "ingest.platforms[0]=linux/arm64",
                        "ingest.scans.token=canary-3",
                        "ingest.scans.registry-outage=2h",
                        "ingest.watch.images[0]=registry.example.com:5000/base/python:3.13",
                        "ingest.watch.interval=6h",
                        "ingest.scans.deadline=90s",
                        "ingest.attestations.enabled=true",
                        "ingest.attestations.keys.vendor=/etc/plimsoll/vendor.pem",
                        "ingest.push.largest-body=1MB",
                        "ingest.push.acknowledgement=3s",
                        "ingest.push.repetition-window=1h",
                        "ingest.push.remembered-deliveries=10",
                        "ingest.coverage.registries[0].host=registry.example.com:5000",
                        "ingest.coverage.registries[0].catalogue=list",
                        "ingest.coverage.registries[0].repositories[0]=team/web",
                        "ingest.coverage.interval=1h",
                        "ingest.coverage.patience=2h",
                        "ingest.coverage.in-flight=5",
                        "ingest.coverage.largest-deletion=20",
                        "ingest.coverage.policy.include[0]=team/**",
                        "ingest.coverage.policy.exclude[0]=**:*-snapshot",
                        "ingest.coverage.policy.last-per-line=3")
                .run(
                        context -> {
                            var properties = context.getBean(IngestProperties.class);
                            assertThat(properties.sources().get("acme"))
                                    .isEqualTo(header("Authorization", "Bearer canary-1"));
                            assertThat(properties.sources().get("hub").urlSecret())
                                    .isEqualTo("canary-2");
                            assertThat(properties.allowedRegistries().hosts())
                                    .extracting(Object::toString)
                                    .containsExactly("registry.example.com:5000");
                            assertThat(properties.platforms()).containsExactly("linux/arm64");
                            assertThat(properties.coverage())
                                    .isEqualTo(
                                            new IngestProperties.Coverage(
                                                    List.of(
                                                            new IngestProperties.Catalogue(
                                                                    "registry.example.com:5000",
                                                                    CatalogueKind.LIST,
                                                                    List.of("team/web"))),
                                                    Duration.ofHours(1),
                                                    Duration.ofHours(2),
                                                    5,
                                                    20,
                                                    new IngestProperties.Policy(
                                                            List.of("team/**"),
                                                            List.of("**:*-snapshot"),
                                                            3)));
                            assertThat(properties.coverageProperties().registries()).hasSize(1);
                            assertThat(properties.laneProperties())
                                    .isEqualTo(
                                            new LaneProperties("linux/arm64", Duration.ofHours(2)));
                            assertThat(properties.watchList().images())
                                    .extracting(image -> image.repository().value())
                                    .containsExactly("base/python");
                            assertThat(properties.watch().interval())
                                    .isEqualTo(Duration.ofHours(6));
                            assertThat(properties.scanProperties())
                                    .isEqualTo(
                                            new ScanProperties(
                                                    Duration.ofSeconds(90),
                                                    new AttestationProperties(
                                                            true,
                                                            Map.of(
                                                                    "vendor",
                                                                    Path.of(
                                                                            "/etc/plimsoll/vendor.pem")))));
                            assertThat(properties.push())
                                    .isEqualTo(
                                            new IngestProperties.Push(
                                                    DataSize.ofMegabytes(1),
                                                    Duration.ofSeconds(3),
                                                    Duration.ofHours(1),
                                                    10));
                            assertThat(properties.toString()).doesNotContain("canary");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ingest.sorces.acme.type=harbor | ingest.sorces.acme.type",
                "ingest.sources.acme.tipe=harbor | tipe",
                "ingest.sources.acme.type=quai | quai",
                "ingest.sources.acme.header=Authorization | 'header' and 'secret' belong together",
                "ingest.sources.acme.type=harbor | a source of type 'harbor' proves who it is by 'header' and 'secret', or 'username' and 'password', or 'url-secret': set them",
                "ingest.sources.acme.url-secret=canary | type",
                "ingest.sources.acme.url-secret=\\ | a secret must not be blank",
                "ingest.registries[0].base-url=http://a | an entry of ingest.registries has no 'host'",
                "ingest.registries[0].host=http://a | not a registry host (host or host:port): 'http://a'",
                "ingest.docker-config=/nowhere/config.json | ingest.docker-config: '/nowhere/config.json' is no configuration of Docker",
                "ingest.scans.tokn=x | ingest.scans.tokn",
                "ingest.scans.token=\\ | ingest.scans.token must not be blank",
                "ingest.scans.registry-outage=0s | registryOutage",
                "ingest.watch.interval=0s | interval",
                "ingest.watch.images[0]=team/web:1.0 | ingest.watch.images has 'team/web:1.0'",
                "ingest.scans.deadline=0s | deadline",
                "ingest.attestations.enabled=perhaps | perhaps",
                "ingest.attestations.keys.vendor=/a.pem | ingest.attestations.enabled is false",
                "ingest.push.largest-body=lots | lots",
                "ingest.push.acknowledgement=0s | acknowledgement",
                "ingest.push.repetition-window=0s | repetitionWindow",
                "ingest.push.remembered-deliveries=0 | rememberedDeliveries",
                "ingest.coverage.intervall=1h | ingest.coverage.intervall",
                "ingest.coverage.interval=0s | interval",
                "ingest.coverage.patience=0s | patience",
                "ingest.coverage.in-flight=0 | inFlight",
                "ingest.coverage.largest-deletion=101 | largestDeletion",
                "ingest.coverage.policy.includ[0]=** | ingest.coverage.policy.includ",
                "ingest.coverage.policy.exclude[0]=a b | ingest.coverage.policy.exclude has 'a b'",
                "ingest.coverage.policy.last-per-line=-1 | last-per-line is -1",
                "ingest.coverage.registries[0].host=nowhere.example.com | has 'nowhere.example.com', which is not one of ingest.registries",
                "ingest.coverage.registries[0].hosts=a | hosts",
                "ingest.coverage.registries[0].catalogue=harbour | harbour",
            })
    void whatMakesNoSenseStopsTheStartAndIsNamed(String setting, String named) {
        runner.withPropertyValues(setting.replace("\\", " "))
                .run(
                        context -> {
                            assertThat(context).hasFailed();
                            assertThat(context.getStartupFailure())
                                    .satisfies(
                                            failure ->
                                                    assertThat(messages(failure)).contains(named));
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quay | header=X secret=y | a source of type 'quay' cannot prove who it is by 'header' and 'secret', but by 'url-secret'",
                "ghcr | url-secret=y | a source of type 'ghcr' cannot prove who it is by 'url-secret', but by 'signing-secret'",
                "ghcr | | a source of type 'ghcr' proves who it is by 'signing-secret': set them",
                "gitea | signing-secret=y header=X secret=z | a source proves who it is in one way, not by 'header' and 'secret' and by 'signing-secret'",
                "ecr | topic-arn=my-topic | 'topic-arn' is not the ARN of an SNS topic: 'my-topic'",
                "ecr | topic-arn=arn:aws:sns:eu-central-1.evil.example:123456789012:t | 'topic-arn' is not the ARN",
                "ecr | topc-arn=arn:aws:sns:eu-central-1:123456789012:t url-secret=x | topc-arn",
                "acr | username=ann | 'username' and 'password' belong together",
                "acr | username=ann password=\\ | a secret must not be blank",
                "acr-event-grid | url-secret=x url-parameter=a&b | 'url-parameter' is no name: 'a&b'",
                "acr-event-grid | url-secret=x registry=example.azurecr.io | a source of type 'acr-event-grid' takes no 'registry'",
                "artifact-registry | audience=https://a | 'audience' and 'service-account' belong together",
                "artifact-registry | service-account=a@example.com | 'audience' and 'service-account' belong together",
                "artifact-registry | audience=https://a service-account=b keys=http://127.0.0.1/certs | 'keys' is no https address: 'http://127.0.0.1/certs'",
                "nexus | signing-secret=x | a source of type 'nexus' needs 'registry'",
                "zot | header=X secret=y registry=http://zot | not a registry host (host or host:port): 'http://zot'",
                "zot | url-secret=x registry=zot.example.com | but by 'header' and 'secret', or 'username' and 'password'",
            })
    void whatATypeNeedsIsNamed(String type, @Nullable String settings, String named) {
        var values = new ArrayList<String>();
        values.add("ingest.sources.acme.type=" + type);
        for (var setting : settings == null ? new String[0] : settings.split(" ")) {
            values.add("ingest.sources.acme." + setting.replace("\\", " "));
        }
        runner.withPropertyValues(values.toArray(String[]::new))
                .run(
                        context -> {
                            assertThat(context).hasFailed();
                            assertThat(messages(context.getStartupFailure())).contains(named);
                        });
    }

    @Test
    void noSecretIsEverPrinted() {
        runner.withPropertyValues(
                        "ingest.sources.a.type=acr",
                        "ingest.sources.a.username=ann",
                        "ingest.sources.a.password=canary-1",
                        "ingest.sources.b.type=jfrog",
                        "ingest.sources.b.signing-secret=canary-2",
                        "ingest.sources.c.type=quay",
                        "ingest.sources.c.url-secret=canary-3")
                .run(
                        context ->
                                assertThat(context.getBean(IngestProperties.class).toString())
                                        .contains("BASIC", "SIGNATURE", "URL_SECRET")
                                        .doesNotContain("canary"));
    }

    private static SourceProperties header(String name, String secret) {
        return new SourceProperties(
                SourceType.DISTRIBUTION,
                null,
                name,
                secret,
                null,
                null,
                null,
                "secret",
                null,
                null,
                null,
                null,
                URI.create("https://www.googleapis.com/oauth2/v3/certs"));
    }

    private static String messages(Throwable failure) {
        var messages = new StringBuilder();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    @EnableConfigurationProperties(IngestProperties.class)
    @Import(IngestConfiguration.class)
    static class Settings {}
}
