package dev.plimsoll.bench;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Elasticsearch as anyone may use it. */
final class SearchNode implements AutoCloseable {

    private static final int PAGE = 2_000;
    private static final JsonMapper json = JsonMapper.shared();

    private final URI uri;
    private final String authorization;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SearchNode(EmbeddedElasticsearch elasticsearch) {
        uri = elasticsearch.uri();
        var credentials = elasticsearch.username() + ":" + elasticsearch.password();
        authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Index operations since the index was made, whether or not a search can see them yet. */
    long indexed(String index) {
        return send("GET", "/" + index + "/_stats/indexing", "")
                .at("/_all/primaries/indexing/index_total")
                .asLong(0);
    }

    long count(String index) {
        send("POST", "/" + index + "/_refresh", "");
        return send("GET", "/" + index + "/_count", "").path("count").asLong(0);
    }

    /** The same index without anything in it, by its template. */
    void recreate(String index) {
        send("DELETE", "/" + index, "");
        send("PUT", "/" + index, "{}");
    }

    /** An empty index with the mapping and the settings of another. */
    void createLike(String index, String model) {
        var described = send("GET", "/" + model, "").path(model);
        var settings = (ObjectNode) described.at("/settings/index");
        settings.remove(List.of("uuid", "creation_date", "version", "provided_name"));
        var body = json.createObjectNode();
        body.set("settings", settings);
        body.set("mappings", described.path("mappings"));
        send("DELETE", "/" + index + "?ignore_unavailable=true", "");
        send("PUT", "/" + index, json.writeValueAsString(body));
    }

    /** The documents of an index, each ready to be put into another: action line and source. */
    List<byte[]> documents(String from, String to) {
        var documents = new ArrayList<byte[]>();
        var query = json.writeValueAsString(Map.of("size", PAGE, "sort", List.of("_doc")));
        var page = send("POST", "/" + from + "/_search?scroll=2m", query);
        while (!page.at("/hits/hits").isEmpty()) {
            for (var hit : page.at("/hits/hits")) {
                documents.add(document(hit, to));
            }
            page =
                    send(
                            "POST",
                            "/_search/scroll",
                            json.writeValueAsString(
                                    Map.of(
                                            "scroll",
                                            "2m",
                                            "scroll_id",
                                            page.path("_scroll_id").asString(""))));
        }
        return documents;
    }

    private static byte[] document(JsonNode hit, String index) {
        var action = Map.of("index", Map.of("_index", index, "_id", hit.path("_id").asString("")));
        var document = new ByteArrayOutputStream(2048);
        document.writeBytes(json.writeValueAsBytes(action));
        document.write('\n');
        document.writeBytes(json.writeValueAsBytes(hit.path("_source")));
        document.write('\n');
        return document.toByteArray();
    }

    /** Sends bodies, two at a time; returns when all are answered. */
    void bulk(List<byte[]> bodies) {
        var left = new ConcurrentLinkedQueue<>(bodies);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = new ArrayList<Future<?>>();
            for (var i = 0; i < 2; i++) {
                sent.add(senders.submit(() -> bulkAll(left)));
            }
            for (var sender : sent) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("_bulk failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void bulkAll(ConcurrentLinkedQueue<byte[]> bodies) {
        for (var body = bodies.poll(); body != null; body = bodies.poll()) {
            var answer = send("POST", "/_bulk?filter_path=errors", body);
            if (answer.path("errors").asBoolean(true)) {
                throw new IllegalStateException("_bulk did not take every document");
            }
        }
    }

    private JsonNode send(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode send(String method, String path, byte[] body) {
        var request =
                HttpRequest.newBuilder(uri.resolve(path))
                        .timeout(Duration.ofMinutes(2))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body))
                        .build();
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        "Elasticsearch answers %s %s with %d: %s"
                                .formatted(
                                        method,
                                        path,
                                        response.statusCode(),
                                        new String(response.body(), StandardCharsets.UTF_8)));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to %s %s".formatted(method, path), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
