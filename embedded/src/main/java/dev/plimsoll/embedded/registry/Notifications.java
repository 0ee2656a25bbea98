package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.embedded.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells every endpoint what a request did, one event per delivery. */
final class Notifications implements AutoCloseable {

    /** Distribution calls the content of every blob this, whatever it is. */
    private static final String BLOB = "application/octet-stream";

    private static final JsonMapper json = JsonMapper.shared();

    private final List<Notifier> notifiers;
    private final String instance = UUID.randomUUID().toString();

    Notifications(List<RegistryOptions.Endpoint> endpoints) {
        notifiers = endpoints.stream().map(Notifier::new).toList();
    }

    void manifest(
            String action,
            HttpExchange request,
            String repository,
            @Nullable String tag,
            RegistryStore.Manifest manifest) {
        var target = target(repository);
        content(
                target,
                request,
                "manifests",
                manifest.mediaType(),
                manifest.digest(),
                manifest.content().length);
        if (tag != null) {
            target.put("tag", tag);
        }
        send(action, request, target);
    }

    void blob(String action, HttpExchange request, String repository, Digest digest, long size) {
        var target = target(repository);
        content(target, request, "blobs", BLOB, digest, size);
        send(action, request, target);
    }

    void mounted(HttpExchange request, String repository, String from, Digest digest, long size) {
        var target = target(repository);
        content(target, request, "blobs", BLOB, digest, size);
        target.put("fromRepository", from);
        send("mount", request, target);
    }

    /** Of a manifest or a blob: Distribution does not tell which. */
    void deleted(HttpExchange request, String repository, Digest digest) {
        send("delete", request, target(repository).put("digest", digest.value()));
    }

    void untagged(HttpExchange request, String repository, String tag) {
        send("delete", request, target(repository).put("tag", tag));
    }

    @Override
    public void close() {
        notifiers.forEach(Notifier::close);
    }

    private static ObjectNode target(String repository) {
        return json.createObjectNode().put("repository", repository);
    }

    private static void content(
            ObjectNode target,
            HttpExchange request,
            String kind,
            String mediaType,
            Digest digest,
            long size) {
        target.put("mediaType", mediaType)
                .put("size", size)
                .put("digest", digest.value())
                .put("length", size)
                .put(
                        "url",
                        "http://%s/v2/%s/%s/%s"
                                .formatted(
                                        host(request),
                                        target.get("repository").asString(),
                                        kind,
                                        digest));
    }

    private void send(String action, HttpExchange request, ObjectNode target) {
        var event = json.createObjectNode();
        event.put("id", UUID.randomUUID().toString())
                .put("timestamp", Instant.now().toString())
                .put("action", action)
                .set("target", target);
        var from = event.putObject("request");
        from.put("id", UUID.randomUUID().toString())
                .put("addr", request.getRemoteAddress().toString().replaceFirst("^/", ""))
                .put("host", host(request))
                .put("method", request.getRequestMethod());
        var agent = request.getRequestHeaders().getFirst("User-Agent");
        if (agent != null) {
            from.put("useragent", agent);
        }
        var actor = event.putObject("actor");
        if (request.getPrincipal() != null) {
            actor.put("name", request.getPrincipal().getUsername());
        }
        event.putObject("source")
                .put("addr", request.getLocalAddress().toString().replaceFirst("^/", ""))
                .put("instanceID", instance);
        var envelope = json.createObjectNode();
        envelope.putArray("events").add(event);
        var bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(envelope);
        notifiers.forEach(notifier -> notifier.send(bytes));
    }

    private static String host(HttpExchange request) {
        var host = request.getRequestHeaders().getFirst("Host");
        return host == null ? request.getLocalAddress().toString().replaceFirst("^/", "") : host;
    }
}
