package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.embedded.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests for manifests and tags. */
final class Manifests {

    private static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";
    private static final Set<String> IMAGES =
            Set.of(DOCKER_MANIFEST, "application/vnd.oci.image.manifest.v1+json");
    private static final Set<String> INDEXES =
            Set.of(
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.oci.image.index.v1+json");

    private static final JsonMapper json = JsonMapper.shared();

    private final RegistryStore store;
    private final Notifications notifications;

    Manifests(RegistryStore store, Notifications notifications) {
        this.store = store;
        this.notifications = notifications;
    }

    void handle(HttpExchange exchange, Route.Manifest route) throws IOException, Refusal {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> get(exchange, route);
            case "PUT" -> put(exchange, route);
            case "DELETE" -> delete(exchange, route);
            default -> throw Refusal.unsupported();
        }
    }

    private void get(HttpExchange exchange, Route.Manifest route) throws IOException, Refusal {
        var digest = route.digest();
        if (digest.isEmpty()) {
            digest = store.tagged(route.repository(), route.reference());
        }
        var unknown = Refusal.manifestUnknown(route.reference());
        var manifest =
                store.manifest(route.repository(), digest.orElseThrow(() -> unknown))
                        .orElseThrow(() -> unknown);
        if (!accepts(exchange, manifest.mediaType())) {
            throw new Refusal(
                    404,
                    "MANIFEST_UNKNOWN",
                    "manifest found, but the Accept header does not name %s"
                            .formatted(manifest.mediaType()));
        }
        notifications.manifest("pull", exchange, route.repository(), tag(route), manifest);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", manifest.mediaType());
        headers.set("Docker-Content-Digest", manifest.digest().value());
        headers.set("Etag", '"' + manifest.digest().value() + '"');
        Answers.send(exchange, 200, manifest.content());
    }

    /**
     * Distribution 2.8 serves the old Docker format to everyone and the others only to those who
     * name them.
     */
    private static boolean accepts(HttpExchange exchange, String mediaType) {
        if (mediaType.equals(DOCKER_MANIFEST)) {
            return true;
        }
        var accept = exchange.getRequestHeaders().get("Accept");
        return accept != null
                && accept.stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .map(value -> value.split(";", -1)[0].strip())
                        .anyMatch(mediaType::equals);
    }

    private void put(HttpExchange exchange, Route.Manifest route) throws IOException, Refusal {
        var content = RegistryStore.readManifest(exchange.getRequestBody());
        var digest = Digest.of(content);
        if (route.digest().filter(named -> !named.equals(digest)).isPresent()) {
            throw Refusal.digestInvalid(route.reference());
        }
        var manifest =
                new RegistryStore.Manifest(
                        digest, checked(exchange, route.repository(), content), content);
        store.putManifest(route.repository(), manifest);
        var tag = tag(route);
        if (tag != null) {
            store.putTag(route.repository(), tag, digest);
        }
        notifications.manifest("push", exchange, route.repository(), tag, manifest);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest.value());
        Answers.created(exchange, "/v2/%s/manifests/%s".formatted(route.repository(), digest));
    }

    /** Returns the media type of a manifest whose every part is there. */
    private String checked(HttpExchange exchange, String repository, byte[] content)
            throws IOException, Refusal {
        var manifest = parsed(content);
        var declared = exchange.getRequestHeaders().getFirst("Content-Type");
        var mediaType =
                declared == null
                        ? manifest.path("mediaType").asString("")
                        : declared.split(";", -1)[0].strip();
        if (IMAGES.contains(mediaType)) {
            requireBlob(repository, manifest.path("config"));
            for (var layer : manifest.path("layers")) {
                if (!layer.has("urls")) {
                    requireBlob(repository, layer);
                }
            }
            return mediaType;
        }
        if (INDEXES.contains(mediaType)) {
            for (var child : manifest.path("manifests")) {
                if (store.manifest(repository, digest(child)).isEmpty()) {
                    throw unknownPart(child);
                }
            }
            return mediaType;
        }
        throw new Refusal(
                400, "MANIFEST_INVALID", "not a manifest's media type: '%s'".formatted(mediaType));
    }

    private static JsonNode parsed(byte[] content) throws Refusal {
        try {
            var manifest = json.readTree(content);
            if (manifest.path("schemaVersion").asInt(0) == 2) {
                return manifest;
            }
        } catch (JacksonException e) {
            throw new Refusal(
                    400, "MANIFEST_INVALID", "the manifest is not JSON: " + e.getOriginalMessage());
        }
        throw new Refusal(400, "MANIFEST_INVALID", "the manifest is not of schema version 2");
    }

    private void requireBlob(String repository, JsonNode descriptor) throws Refusal {
        if (store.blob(repository, digest(descriptor)).isEmpty()) {
            throw unknownPart(descriptor);
        }
    }

    private static Digest digest(JsonNode descriptor) throws Refusal {
        var digest = descriptor.path("digest").asString("");
        if (!Digest.isDigest(digest)) {
            throw new Refusal(
                    400,
                    "MANIFEST_INVALID",
                    "the manifest names '%s' as a digest".formatted(digest));
        }
        return new Digest(digest);
    }

    private static Refusal unknownPart(JsonNode descriptor) {
        return new Refusal(
                400,
                "MANIFEST_BLOB_UNKNOWN",
                "the manifest names %s, which was not pushed"
                        .formatted(descriptor.path("digest").asString("")));
    }

    private void delete(HttpExchange exchange, Route.Manifest route) throws IOException, Refusal {
        var digest =
                route.digest()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                400,
                                                "DIGEST_INVALID",
                                                "a manifest is deleted by its digest, not by tag"));
        var tags =
                store.deleteManifest(route.repository(), digest)
                        .orElseThrow(() -> Refusal.manifestUnknown(route.reference()));
        notifications.deleted(exchange, route.repository(), digest);
        tags.forEach(tag -> notifications.untagged(exchange, route.repository(), tag));
        Answers.empty(exchange, 202);
    }

    private static @Nullable String tag(Route.Manifest route) {
        return route.digest().isPresent() ? null : route.reference();
    }
}
