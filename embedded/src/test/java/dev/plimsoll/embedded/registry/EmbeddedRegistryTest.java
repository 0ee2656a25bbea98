package dev.plimsoll.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.embedded.image.Blob;
import dev.plimsoll.embedded.image.Digest;
import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRegistryTest {

    @TempDir Path storage;

    @ParameterizedTest
    @EnumSource(Format.class)
    void givesBackWhatWasPushedByTagAndByDigestAlsoAfterARestart(Format format) throws Exception {
        var image = image(format, "1.0");
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            push(registry, image, "team/web", "1.0");
        }

        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            var byTag = get(registry, "/v2/team/web/manifests/1.0", "Accept", format.manifest());
            var byDigest =
                    get(
                            registry,
                            "/v2/team/web/manifests/" + image.digest(),
                            "Accept",
                            format.manifest());
            var layer = get(registry, "/v2/team/web/blobs/" + image.blobs().getLast().digest());

            assertThat(byTag.body()).isEqualTo(image.manifest()).isEqualTo(byDigest.body());
            assertThat(byTag.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(image.digest().value());
            assertThat(byTag.headers().firstValue("Content-Type")).hasValue(format.manifest());
            assertThat(Digest.of(layer.body())).isEqualTo(image.blobs().getLast().digest());
        }
    }

    @Test
    void listsRepositoriesAndTagsInPages() throws Exception {
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            push(registry, image(Format.OCI, "1"), "team/web", "1");
            push(registry, image(Format.OCI, "2"), "team/web", "2");
            push(registry, image(Format.OCI, "1"), "base", "1");

            var firstPage = get(registry, "/v2/team/web/tags/list?n=1");

            assertThat(text(get(registry, "/v2/_catalog")))
                    .isEqualTo("{\"repositories\":[\"base\",\"team/web\"]}");
            assertThat(text(firstPage)).contains("\"tags\":[\"1\"]");
            assertThat(firstPage.headers().firstValue("Link"))
                    .hasValue("</v2/team/web/tags/list?n=1&last=1>; rel=\"next\"");
            assertThat(text(get(registry, "/v2/team/web/tags/list?n=1&last=1")))
                    .contains("\"tags\":[\"2\"]");
            assertThat(get(registry, "/v2/nobody/tags/list").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void takesABlobInChunksAndRefusesAGapAndAWrongDigest() throws Exception {
        var content = "in three parts".getBytes(StandardCharsets.UTF_8);
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            var upload =
                    send(registry, "POST", "/v2/team/web/blobs/uploads/", "")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();

            assertThat(
                            send(registry, "PATCH", upload, "in three", "Content-Range", "0-7")
                                    .statusCode())
                    .isEqualTo(202);
            assertThat(
                            send(registry, "PATCH", upload, "parts", "Content-Range", "9-13")
                                    .statusCode())
                    .isEqualTo(416);
            assertThat(
                            send(registry, "PATCH", upload, " pa", "Content-Range", "8-10")
                                    .headers()
                                    .firstValue("Range"))
                    .hasValue("0-10");
            assertThat(
                            send(registry, "PUT", upload + "?digest=" + Digest.of(content), "rts")
                                    .statusCode())
                    .isEqualTo(201);
            assertThat(
                            text(
                                    get(
                                            registry,
                                            "/v2/team/web/blobs/" + Digest.of(content),
                                            "Range",
                                            "bytes=3-7")))
                    .isEqualTo("three");

            var wrong =
                    send(registry, "POST", "/v2/team/web/blobs/uploads/", "")
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
            assertThat(
                            send(
                                            registry,
                                            "PUT",
                                            wrong + "?digest=" + Digest.of(content),
                                            "something else")
                                    .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void mountsABlobOfAnotherRepository() throws Exception {
        var image = image(Format.OCI, "1");
        var digest = image.blobs().getLast().digest();
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            push(registry, image, "base", "1");

            assertThat(
                            send(
                                            registry,
                                            "POST",
                                            "/v2/team/web/blobs/uploads/?mount=%s&from=base"
                                                    .formatted(digest),
                                            "")
                                    .statusCode())
                    .isEqualTo(201);
            assertThat(get(registry, "/v2/team/web/blobs/" + digest).statusCode()).isEqualTo(200);
            assertThat(
                            send(
                                            registry,
                                            "POST",
                                            "/v2/team/web/blobs/uploads/?mount=%s&from=elsewhere"
                                                    .formatted(digest),
                                            "")
                                    .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void refusesAManifestWhoseLayerWasNotPushed() throws Exception {
        var image = image(Format.OCI, "1");
        var withoutLayer =
                new Publishable.Image(
                        image.mediaType(), image.manifest(), List.of(image.blobs().getFirst()));
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            assertThatThrownBy(() -> push(registry, withoutLayer, "team/web", "1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("MANIFEST_BLOB_UNKNOWN")
                    .hasMessageContaining(image.blobs().getLast().digest().value());
        }
    }

    @Test
    void refusesABlobThatIsNotWhatItsDigestSays() throws Exception {
        var lie =
                new Blob(
                        "application/vnd.oci.image.config.v1+json",
                        Digest.of(new byte[] {1}),
                        2,
                        () -> new ByteArrayInputStream(new byte[] {2, 2}));
        var image =
                new Publishable.Image(
                        Format.OCI.manifest(), "{}".getBytes(StandardCharsets.UTF_8), List.of(lie));
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            assertThatThrownBy(() -> push(registry, image, "team/web", "1"))
                    .hasMessageContaining("DIGEST_INVALID");
        }
    }

    @Test
    void asksForACredentialWhereOneIsSet() throws Exception {
        var options = RegistryOptions.in(storage).withCredentials("ci", "secret");
        try (var registry = EmbeddedRegistry.start(options);
                var client = RegistryClient.basic(uri(registry), "ci", "secret");
                var stranger = RegistryClient.basic(uri(registry), "ci", "guess")) {
            client.push(image(Format.OCI, "1"), "team/web", "1");

            var anonymous = get(registry, "/v2/");

            assertThat(anonymous.statusCode()).isEqualTo(401);
            assertThat(anonymous.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic realm=");
            assertThatThrownBy(() -> stranger.push(image(Format.OCI, "1"), "team/web", "1"))
                    .hasMessageContaining("401");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/../../etc/passwd",
                "/v2/team/%2e%2e/manifests/1",
                "/v2/Team/manifests/1",
                "/v2/_manifests/tags/list",
                "/v2/team/web/manifests/..",
                "/v2/team/web/blobs/sha256:abc",
                "/v2/team/web/blobs/uploads/..%2f..%2fpassword"
            })
    void knowsNoNameOutsideTheGrammar(String path) throws Exception {
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            assertThat(get(registry, path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tellsOfEveryPartPushedAndOfTheManifestLast() throws Exception {
        var image = image(Format.DOCKER, "1");
        try (var receiver = new Receiver(0);
                var registry = EmbeddedRegistry.start(options(receiver))) {
            push(registry, image, "team/web", "1");

            var deliveries = receiver.accepted(3);

            assertThat(deliveries)
                    .extracting(Receiver.Delivery::story)
                    .containsExactly(
                            "push team/web tag=- digest=%s application/octet-stream"
                                    .formatted(image.blobs().getFirst().digest()),
                            "push team/web tag=- digest=%s application/octet-stream"
                                    .formatted(image.blobs().getLast().digest()),
                            "push team/web tag=1 digest=%s %s"
                                    .formatted(image.digest(), Format.DOCKER.manifest()));
            assertThat(deliveries)
                    .allSatisfy(
                            delivery -> {
                                assertThat(delivery.authorization()).isEqualTo("Bearer secret");
                                assertThat(delivery.contentType())
                                        .isEqualTo(
                                                "application/vnd.docker.distribution.events.v1+json");
                                assertThat(delivery.body().at("/events/0/request/host").asString())
                                        .isEqualTo(registry.host());
                            });
        }
    }

    @Test
    void tellsOfADeletionByDigestFirstAndThenByEachTag() throws Exception {
        var image = image(Format.OCI, "1");
        try (var receiver = new Receiver(0);
                var registry = EmbeddedRegistry.start(options(receiver));
                var client = RegistryClient.anonymous(uri(registry))) {
            client.push(image, "team/web", "1");
            client.push(image, "team/web", "stable");
            // Two parts and their manifest; on the second push the parts are only looked at.
            receiver.accepted(6);

            client.delete("team/web", image.digest());

            assertThat(receiver.accepted(3))
                    .extracting(Receiver.Delivery::story)
                    .containsExactly(
                            "delete team/web tag=- digest=%s -".formatted(image.digest()),
                            "delete team/web tag=1 digest=- -",
                            "delete team/web tag=stable digest=- -");
            assertThat(
                            get(
                                            registry,
                                            "/v2/team/web/manifests/stable",
                                            "Accept",
                                            Format.OCI.manifest())
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(send(registry, "DELETE", "/v2/team/web/manifests/stable", "").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void repeatsARefusedDeliveryAndHoldsTheLaterOnesBack() throws Exception {
        try (var receiver = new Receiver(2);
                var registry = EmbeddedRegistry.start(options(receiver))) {
            push(registry, image(Format.OCI, "1"), "team/web", "1");

            var accepted = receiver.accepted(3);

            assertThat(receiver.refused(2))
                    .extracting(Receiver.Delivery::id)
                    .containsOnly(accepted.getFirst().id());
            assertThat(accepted.getLast().story()).contains("tag=1");
        }
    }

    @Test
    void keepsAnIndexWithItsPlatforms() throws Exception {
        var arm =
                ImageBuilder.of(Format.OCI)
                        .architecture("arm64")
                        .layer(layer("arm"), "COPY / /")
                        .build();
        var index =
                ImageBuilder.index(
                        Format.OCI,
                        Map.of("linux/amd64", image(Format.OCI, "1"), "linux/arm64", arm));
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage))) {
            push(registry, index, "team/web", "1");

            assertThat(
                            get(registry, "/v2/team/web/manifests/1", "Accept", Format.OCI.index())
                                    .body())
                    .isEqualTo(index.manifest());
            assertThat(
                            get(
                                            registry,
                                            "/v2/team/web/manifests/" + arm.digest(),
                                            "Accept",
                                            Format.OCI.manifest())
                                    .body())
                    .isEqualTo(arm.manifest());
            assertThat(
                            get(
                                            registry,
                                            "/v2/team/web/manifests/1",
                                            "Accept",
                                            Format.OCI.manifest())
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    private RegistryOptions options(Receiver receiver) {
        return RegistryOptions.in(storage)
                .withEndpoint(
                        RegistryOptions.Endpoint.of(
                                "receiver",
                                receiver.url(),
                                Map.of("Authorization", "Bearer secret")));
    }

    private static Publishable.Image image(Format format, String content) {
        return ImageBuilder.of(format).layer(layer(content), "COPY version /").build();
    }

    private static Layer layer(String content) {
        return Layer.builder().file("version", content).build();
    }

    private static void push(
            EmbeddedRegistry registry, Publishable content, String repository, String tag)
            throws IOException {
        try (var client = RegistryClient.anonymous(uri(registry))) {
            client.push(content, repository, tag);
        }
    }

    private static URI uri(EmbeddedRegistry registry) {
        return URI.create("http://" + registry.host());
    }

    private static HttpResponse<byte[]> get(
            EmbeddedRegistry registry, String path, String... headers) throws Exception {
        return send(registry, "GET", path, "", headers);
    }

    private static HttpResponse<byte[]> send(
            EmbeddedRegistry registry, String method, String path, String body, String... headers)
            throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
