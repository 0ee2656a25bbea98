package dev.plimsoll.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class RegistryPropertiesTest {

    @Test
    void nothingConfiguredAllowsNothing() {
        assertThat(RegistryProperties.of(new MockEnvironment()))
                .isEqualTo(
                        new RegistryProperties(
                                List.of(), List.of(new Platform("linux", "amd64", ""))));
    }

    @Test
    void everythingCanBeSet() {
        var environment =
                new MockEnvironment()
                        .withProperty("ingest.registries[0].host", "Registry.Example.com:5000")
                        .withProperty("ingest.registries[0].base-url", "https://10.0.0.5:5000/")
                        .withProperty("ingest.registries[0].ca", "/etc/plimsoll/ca.pem")
                        .withProperty("ingest.registries[0].username", "ann")
                        .withProperty("ingest.registries[0].password", "secret")
                        .withProperty("ingest.registries[0].token-realms", "auth.example.com")
                        .withProperty(
                                "ingest.registries[0].redirect-hosts", "a.s3.example.com,b:9000")
                        .withProperty("ingest.platforms", "linux/arm64/v8,linux/arm/v7")
                        .withProperty("ingest.sources.acme.type", "distribution");

        assertThat(RegistryProperties.of(environment))
                .isEqualTo(
                        new RegistryProperties(
                                List.of(
                                        new RegistryAccess(
                                                "registry.example.com:5000",
                                                URI.create("https://10.0.0.5:5000/"),
                                                "ann",
                                                "secret",
                                                List.of("auth.example.com"),
                                                List.of("a.s3.example.com", "b:9000"),
                                                Path.of("/etc/plimsoll/ca.pem"))),
                                List.of(
                                        new Platform("linux", "arm64", ""),
                                        new Platform("linux", "arm", "v7"))));
    }

    @Test
    void dockerHubIsKnown() {
        var hub =
                RegistryProperties.of(
                                new MockEnvironment()
                                        .withProperty("ingest.registries[0].host", "docker.io"))
                        .registries()
                        .getFirst();

        assertThat(hub.baseUrl()).isEqualTo(URI.create("https://registry-1.docker.io"));
        assertThat(hub.tokenRealms()).containsExactly("auth.docker.io");
        assertThat(hub.redirectHosts()).contains("production.cloudflare.docker.com");
    }

    @ParameterizedTest
    @CsvSource({
        "ingest.registries[0].pasword, x, pasword",
        "ingest.registries[0].host, https://example.com, not a registry host: 'https://example.com'",
        "ingest.registries[0].base-url, ftp://example.com, base-url of registry 'a'",
        "ingest.registries[0].base-url, https://ann@example.com, base-url of registry 'a'",
        "ingest.registries[0].username, ann, needs both username and password",
        "ingest.registries[1].host, A, twice",
        "ingest.platforms, amd64, not a platform: 'amd64'"
    })
    void mistakesStopTheStartAndAreNamed(String key, String value, String named) {
        var environment =
                new MockEnvironment()
                        .withProperty("ingest.registries[0].host", "a")
                        .withProperty(key, value);

        assertThatThrownBy(() -> RegistryProperties.of(environment))
                .satisfies(thrown -> assertThat(messages(thrown)).contains(named));
    }

    private static String messages(Throwable thrown) {
        var messages = new StringBuilder();
        for (var t = thrown; t != null; t = t.getCause()) {
            messages.append(t.getMessage()).append('\n');
        }
        return messages.toString();
    }
}
