package dev.plimsoll.ingest.push.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.push.format.RegistryEvent.Pushed;
import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class JfrogFormatTest {

    private static final String PUSH =
            """
            {"domain": "docker", "event_type": "pushed", "jpd_origin": "https://example.jfrog.io",
             "data": {"repo_key": "docker-local", "image_name": "team/web", "tag": "1.0"}}
            """;

    @ParameterizedTest
    @CsvSource({
        ", example.jfrog.io/docker-local/team/web",
        "artifactory.example.com, artifactory.example.com/docker-local/team/web",
        "docker-local.example.com, docker-local.example.com/team/web",
        "docker-local-two.example.com, docker-local-two.example.com/docker-local/team/web",
    })
    void imagesAreNamedAsTheyArePulled(@Nullable String registry, String name) {
        var host = registry == null ? null : new RegistryHost(registry);
        var delivery =
                new Delivery(
                        new Head(Map.of(), null),
                        new JsonMapper().readTree(PUSH),
                        host,
                        Instant.EPOCH);

        var events = new JfrogFormat().read(delivery);

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Pushed.class,
                        push ->
                                assertThat(push.registry() + "/" + push.repository())
                                        .isEqualTo(name));
    }
}
