package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.embedded.image.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Requests for blobs and for their uploads. */
final class Blobs {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d{1,18})-\\d{1,18}");

    private final RegistryStore store;
    private final Notifications notifications;

    Blobs(RegistryStore store, Notifications notifications) {
        this.store = store;
        this.notifications = notifications;
    }

    void handle(HttpExchange exchange, Route.Blob route) throws IOException, Refusal {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> get(exchange, route);
            case "DELETE" -> delete(exchange, route);
            default -> throw Refusal.unsupported();
        }
    }

    void handle(HttpExchange exchange, Route.Uploads route) throws IOException, Refusal {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw Refusal.unsupported();
        }
        var query = Query.of(exchange);
        var mount = query.digest("mount");
        var from = query.value("from");
        if (mount.isPresent()
                && from.isPresent()
                && mounted(exchange, route.repository(), from.get(), mount.get())) {
            return;
        }
        answerProgress(exchange, 202, route.repository(), store.beginUpload(), 0);
    }

    void handle(HttpExchange exchange, Route.Upload route) throws IOException, Refusal {
        var size =
                store.uploadSize(route.id())
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                "BLOB_UPLOAD_UNKNOWN",
                                                "blob upload unknown to registry: " + route.id()));
        switch (exchange.getRequestMethod()) {
            case "GET" -> answerProgress(exchange, 204, route.repository(), route.id(), size);
            case "PATCH" -> append(exchange, route, size);
            case "PUT" -> finish(exchange, route);
            case "DELETE" -> {
                store.cancelUpload(route.id());
                Answers.empty(exchange, 204);
            }
            default -> throw Refusal.unsupported();
        }
    }

    private void get(HttpExchange exchange, Route.Blob route) throws IOException, Refusal {
        var file = existing(route);
        var size = Files.size(file);
        notifications.blob("pull", exchange, route.repository(), route.digest(), size);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/octet-stream");
        headers.set("Docker-Content-Digest", route.digest().value());
        headers.set("Etag", '"' + route.digest().value() + '"');
        headers.set("Accept-Ranges", "bytes");
        if (exchange.getRequestMethod().equals("HEAD")) {
            Answers.head(exchange, 200, size);
            return;
        }
        var range = Range.of(exchange, size);
        if (range.isEmpty()) {
            exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
            copy(file, 0, size, exchange.getResponseBody());
            return;
        }
        var part = range.get();
        headers.set("Content-Range", "bytes %d-%d/%d".formatted(part.first(), part.last(), size));
        exchange.sendResponseHeaders(206, part.length());
        copy(file, part.first(), part.length(), exchange.getResponseBody());
    }

    private static void copy(Path file, long from, long length, OutputStream out)
            throws IOException {
        try (var channel = FileChannel.open(file)) {
            var target = Channels.newChannel(out);
            for (var done = 0L; done < length; ) {
                done += channel.transferTo(from + done, length - done, target);
            }
        }
    }

    private Path existing(Route.Blob route) throws Refusal {
        return store.blob(route.repository(), route.digest())
                .orElseThrow(() -> Refusal.blobUnknown(route.digest().value()));
    }

    private void delete(HttpExchange exchange, Route.Blob route) throws IOException, Refusal {
        if (!store.deleteBlob(route.repository(), route.digest())) {
            throw Refusal.blobUnknown(route.digest().value());
        }
        notifications.deleted(exchange, route.repository(), route.digest());
        Answers.empty(exchange, 202);
    }

    private boolean mounted(HttpExchange exchange, String repository, String from, Digest digest)
            throws IOException, Refusal {
        if (!(Route.of("/v2/%s/tags/list".formatted(from)) instanceof Route.Tags(var source))
                || !store.mount(repository, source, digest)) {
            return false;
        }
        var blob = new Route.Blob(repository, digest);
        notifications.mounted(exchange, repository, source, digest, Files.size(existing(blob)));
        answerCreated(exchange, blob);
        return true;
    }

    private void append(HttpExchange exchange, Route.Upload route, long size)
            throws IOException, Refusal {
        var range = exchange.getRequestHeaders().getFirst("Content-Range");
        if (range != null) {
            var matcher = CONTENT_RANGE.matcher(range);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) != size) {
                throw new Refusal(
                        416,
                        "BLOB_UPLOAD_INVALID",
                        "'%s' does not continue at byte %d".formatted(range, size));
            }
        }
        store.append(route.id(), exchange.getRequestBody());
        answerProgress(
                exchange,
                202,
                route.repository(),
                route.id(),
                store.uploadSize(route.id()).orElseThrow());
    }

    private void finish(HttpExchange exchange, Route.Upload route) throws IOException, Refusal {
        var digest =
                Query.of(exchange)
                        .digest("digest")
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                400,
                                                "DIGEST_INVALID",
                                                "the upload ends without ?digest=sha256:…"));
        store.append(route.id(), exchange.getRequestBody());
        var size = store.uploadSize(route.id()).orElseThrow();
        if (!store.finishUpload(route.id(), route.repository(), digest)) {
            store.cancelUpload(route.id());
            throw Refusal.digestInvalid(digest.value());
        }
        notifications.blob("push", exchange, route.repository(), digest, size);
        answerCreated(exchange, new Route.Blob(route.repository(), digest));
    }

    private static void answerCreated(HttpExchange exchange, Route.Blob blob) throws IOException {
        exchange.getResponseHeaders().set("Docker-Content-Digest", blob.digest().value());
        Answers.created(exchange, "/v2/%s/blobs/%s".formatted(blob.repository(), blob.digest()));
    }

    private static void answerProgress(
            HttpExchange exchange, int status, String repository, UUID id, long size)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Location", "/v2/%s/blobs/uploads/%s".formatted(repository, id));
        headers.set("Docker-Upload-UUID", id.toString());
        headers.set("Range", "0-" + Math.max(0, size - 1));
        Answers.empty(exchange, status);
    }

    /** Both ends inclusive. */
    private record Range(long first, long last) {

        static Optional<Range> of(HttpExchange exchange, long size) throws Refusal {
            var header = exchange.getRequestHeaders().getFirst("Range");
            var matcher = RANGE.matcher(header == null ? "" : header);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            var first = Long.parseLong(matcher.group(1));
            var last =
                    matcher.group(2).isEmpty()
                            ? size - 1
                            : Math.min(size - 1, Long.parseLong(matcher.group(2)));
            if (first > last) {
                throw new Refusal(
                        416,
                        "RANGE_INVALID",
                        "'%s' is not inside %d bytes".formatted(header, size));
            }
            return Optional.of(new Range(first, last));
        }

        long length() {
            return last - first + 1;
        }
    }
}
