package dev.plimsoll.ingest.coverage;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.ingest.coverage.CatalogueApi.Claim;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.ListLimits;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.registry.ScriptedRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HarborCatalogueTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private ScriptedRegistry server;
    private HarborCatalogue harbor;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRegistry();
        var access =
                new RegistryAccess(
                        server.host(),
                        server.address(),
                        "robot$plimsoll",
                        "secret",
                        List.of(),
                        List.of(),
                        null);
        harbor =
                new HarborCatalogue(
                        Registries.of(List.of(access), Clock.systemUTC())
                                .find(server.host())
                                .orElseThrow(),
                        ListLimits.USUAL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theRepositoriesOfEveryProjectAreListedPageByPage() {
        server.on(
                "/api/v2.0/projects",
                paged(
                        "[{\"name\": \"library\", \"project_id\": 1}]",
                        "[{\"name\": \"team\"}, {\"name\": \"../x\"}]"));
        server.on(
                "/api/v2.0/projects/library/repositories",
                json("[{\"name\": \"library/nginx\", \"artifact_count\": 1}]"));
        server.on(
                "/api/v2.0/projects/team/repositories",
                json("[{\"name\": \"team/web/api\"}, {\"name\": \"other/web\"}, {}]"));

        var names = harbor.repositories();

        assertThat(names.values()).containsExactly("library/nginx", "team/web/api");
        assertThat(names.malformed()).isEqualTo(3);
        assertThat(names.complete()).isTrue();
        assertThat(server.asked())
                .extracting(ScriptedRegistry.Asked::path)
                .startsWith(
                        "/api/v2.0/projects?page=1&page_size=100",
                        "/api/v2.0/projects?page=2&page_size=100");
        assertThat(server.asked())
                .extracting(ScriptedRegistry.Asked::authorization)
                .allSatisfy(authorization -> assertThat(authorization).startsWith("Basic "));
    }

    @Test
    void anArtifactSaysItsDigestItsTagsAndWhetherItIsAnImage() {
        server.on(
                "/api/v2.0/projects/team/repositories/web%2Fapi/artifacts",
                json(
                        """
                        [{"digest": "%s", "type": "IMAGE",
                          "tags": [{"name": "1.0", "push_time": "2026-03-01T08:00:00Z"}, {"name": "latest"}]},
                         {"digest": "%s", "type": "CHART", "tags": [{"name": "chart"}]},
                         {"digest": "nonsense", "type": "IMAGE", "tags": [{"name": "odd"}, {"name": "../x"}]},
                         {"digest": "%s", "type": "IMAGE", "tags": null}]
                        """
                                .formatted(DIGEST, DIGEST, DIGEST)));

        var tags = harbor.tags(new Repository("team/web/api"));

        assertThat(tags.complete()).isTrue();
        assertThat(tags.claims())
                .isEqualTo(
                        Map.of(
                                "1.0", new Claim(DIGEST, null),
                                "latest", new Claim(DIGEST, null),
                                "chart", new Claim(DIGEST, "chart"),
                                "odd", new Claim(null, null)));
        assertThat(server.asked().getFirst().path())
                .isEqualTo(
                        "/api/v2.0/projects/team/repositories/web%252Fapi/artifacts"
                                + "?page=1&page_size=100&with_tag=true&q=tags%3D*");
    }

    @Test
    void anAnswerThatIsNoListIsRefused() {
        server.on("/api/v2.0/projects", json("{\"errors\": []}"));

        assertThatThrownBy(harbor::repositories).isInstanceOf(ImageRefusedException.class);
    }

    private static ScriptedRegistry.Answer json(String document) {
        return bytes(200, "application/json", document.getBytes(UTF_8));
    }

    /** With the link as Harbor writes it. */
    private static ScriptedRegistry.Answer paged(String first, String second) {
        return exchange -> {
            boolean isFirst = exchange.getRequestURI().getQuery().startsWith("page=1&");
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            isFirst
                                    ? "</api/v2.0/projects?page=2&page_size=100>; rel=\"next\""
                                    : "</api/v2.0/projects?page=1&page_size=100>; rel=\"prev\"");
            json(isFirst ? first : second).to(exchange);
        };
    }
}
