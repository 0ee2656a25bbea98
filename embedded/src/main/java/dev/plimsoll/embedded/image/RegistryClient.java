package dev.plimsoll.embedded.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Pushes to a registry with the distribution API; anonymous or with basic authentication. */
public final class RegistryClient implements AutoCloseable {

    private final URI registry;
    private final Map<String, String> headers;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private RegistryClient(URI registry, Map<String, String> headers) {
        this.registry = registry;
        this.headers = Map.copyOf(headers);
    }

    /** For example of "http://127.0.0.1:5000". */
    public static RegistryClient anonymous(URI registry) {
        return new RegistryClient(registry, Map.of());
    }

    public static RegistryClient basic(URI registry, String username, String password) {
        var credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new RegistryClient(
                registry,
                Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    /**
     * Pushes what is not there yet, parts first.
     *
     * @param reference a tag, or the digest of the manifest
     * @throws IOException if the registry does not take it; the message says what it answered
     */
    public void push(Publishable content, String repository, String reference) throws IOException {
        pushParts(content, repository, new HashSet<>());
        putManifest(content, repository, reference);
    }

    /** Deletes the manifest and with it every tag on it. */
    public void delete(String repository, Digest manifest) throws IOException {
        expect(
                202,
                send(
                        "DELETE",
                        uri(repository, "manifests/" + manifest),
                        BodyPublishers.noBody(),
                        Map.of()));
    }

    @Override
    public void close() {
        client.close();
    }

    private void pushParts(Publishable content, String repository, Set<Digest> done)
            throws IOException {
        switch (content) {
            case Publishable.Image image -> {
                for (var blob : image.blobs()) {
                    if (done.add(blob.digest())) {
                        pushBlob(blob, repository);
                    }
                }
            }
            case Publishable.Index index -> {
                for (var child : index.children()) {
                    pushParts(child, repository, done);
                    putManifest(child, repository, child.digest().value());
                }
            }
        }
    }

    private void pushBlob(Blob blob, String repository) throws IOException {
        var existing =
                send(
                        "HEAD",
                        uri(repository, "blobs/" + blob.digest()),
                        BodyPublishers.noBody(),
                        Map.of());
        if (existing.statusCode() == 200) {
            return;
        }
        var upload =
                send("POST", uri(repository, "blobs/uploads/"), BodyPublishers.noBody(), Map.of());
        expect(202, upload);
        var location =
                upload.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new IOException("an upload without location"));
        var target = registry.resolve(location);
        var separator = target.getQuery() == null ? "?" : "&";
        var body =
                blob.size() == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(
                                        () -> {
                                            try {
                                                return blob.open();
                                            } catch (IOException e) {
                                                throw new UncheckedIOException(e);
                                            }
                                        }),
                                blob.size());
        expect(
                201,
                send(
                        "PUT",
                        URI.create(target + separator + "digest=" + blob.digest()),
                        body,
                        Map.of("Content-Type", "application/octet-stream")));
    }

    private void putManifest(Publishable content, String repository, String reference)
            throws IOException {
        expect(
                201,
                send(
                        "PUT",
                        uri(repository, "manifests/" + reference),
                        BodyPublishers.ofByteArray(content.manifest()),
                        Map.of("Content-Type", content.mediaType())));
    }

    private URI uri(String repository, String rest) {
        return registry.resolve("/v2/" + repository + "/" + rest);
    }

    private HttpResponse<String> send(
            String method, URI uri, BodyPublisher body, Map<String, String> more)
            throws IOException {
        var all = new HashMap<>(headers);
        all.putAll(more);
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(5)).method(method, body);
        all.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during %s %s".formatted(method, uri.getPath()), e);
        }
    }

    private static void expect(int status, HttpResponse<String> response) throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(
                    "%s %s was answered with %d: %s"
                            .formatted(
                                    response.request().method(),
                                    response.request().uri().getPath(),
                                    response.statusCode(),
                                    response.body().strip()));
        }
    }
}
