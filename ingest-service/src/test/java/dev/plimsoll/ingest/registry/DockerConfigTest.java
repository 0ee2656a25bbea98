package dev.plimsoll.ingest.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {

    @TempDir private Path directory;

    private ScriptedRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void theEntryOfTheHostIsItsLogin() {
        var config = config(entry("registry.example.com:5000", "ann:se:cret"));

        assertThat(config.login("registry.example.com:5000"))
                .isEqualTo(new DockerConfig.Login("ann", "se:cret"));
        assertThat(config.login("registry.example.com")).isNull();
        assertThat(config.login("example.com:5000")).isNull();
        assertThat(config.login("registry.example.com:50001")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://index.docker.io/v1/", "index.docker.io", "docker.io"})
    void dockerHubHasManyNames(String name) {
        assertThat(config(entry(name, "ann:secret")).login("docker.io"))
                .isEqualTo(new DockerConfig.Login("ann", "secret"));
    }

    @Test
    void nameAndPasswordMayStandInTheOpen() {
        var config =
                config(
                        """
                        {"auths": {"https://registry.example.com": {"username": "ann", "password": "secret"}}}
                        """);

        assertThat(config.login("registry.example.com"))
                .isEqualTo(new DockerConfig.Login("ann", "secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\": {\"a.example.com\": {}}, \"credsStore\": \"desktop\"}",
                "{\"credHelpers\": {\"a.example.com\": \"ecr-login\"}}",
                "{\"auths\": {\"a.example.com\": {\"identitytoken\": \"canary\"}}}",
            })
    void whatNeedsAHelperIsNamedAndNothingIsRun(String content) {
        var config = config(content);

        assertThatThrownBy(() -> config.login("a.example.com"))
                .isInstanceOf(ImageRefusedException.class)
                .hasMessageContaining("registry 'a.example.com'")
                .hasMessageNotContaining("canary");
        assertThat(config.login("b.example.com")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"auths\": ", "canary"})
    void whatIsNoSuchFileStopsTheStart(String content) throws IOException {
        var file = Files.writeString(directory.resolve("config.json"), content);

        assertThatThrownBy(() -> DockerConfig.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ingest.docker-config: '%s'".formatted(file));
        assertThatThrownBy(() -> DockerConfig.of(directory.resolve("missing.json")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRenewedPasswordIsUsedWithoutARestart() throws IOException {
        var valid = new ArrayList<>(List.of("old"));
        registry.on(
                "/v2/team/web/manifests/1.0",
                exchange -> {
                    var sent = exchange.getRequestHeaders().getFirst("Authorization");
                    if (basic("ann:" + valid.getFirst()).equals(sent)) {
                        exchange.sendResponseHeaders(404, -1);
                    } else {
                        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
                        exchange.sendResponseHeaders(401, -1);
                    }
                });
        var config = config(entry(registry.host(), "ann:old"));
        var registries =
                Registries.of(
                        List.of(RegistryAccess.anonymous(registry.host(), registry.address())),
                        config,
                        Clock.systemUTC());

        assertThat(reasonOf(registries)).isEqualTo(Reason.GONE);
        valid.set(0, "new");
        config(entry(registry.host(), "ann:new"));

        assertThat(reasonOf(registries)).isEqualTo(Reason.GONE);
        assertThat(registry.asked())
                .extracting(ScriptedRegistry.Asked::authorization)
                .containsExactly(null, basic("ann:old"), basic("ann:old"), basic("ann:new"));
    }

    private Reason reasonOf(Registries registries) {
        var found = registries.find(registry.host()).orElseThrow();
        try {
            found.manifest(new Repository("team/web"), "1.0");
            throw new AssertionError("there is no such manifest");
        } catch (ImageRefusedException e) {
            return e.reason();
        }
    }

    private DockerConfig config(String content) {
        try {
            return DockerConfig.of(Files.writeString(directory.resolve("config.json"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String entry(String host, String pair) {
        return "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
                .formatted(host, Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
