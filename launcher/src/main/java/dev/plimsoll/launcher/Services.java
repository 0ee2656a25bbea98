package dev.plimsoll.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP interfaces of the services, as anyone may use them. */
final class Services implements AutoCloseable {

    private final Ports ports;
    private final Secrets secrets;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    Services(Ports ports, Secrets secrets) {
        this.ports = ports;
        this.secrets = secrets;
    }

    boolean isReady(int port) {
        try {
            var health = request(Ports.http(port).resolve("/actuator/health/readiness")).build();
            return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Asks for a scan; returns the id of the event it became. */
    String scan(String reference) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("reference", reference));
        var answer =
                send(
                        HttpRequest.newBuilder(Ports.http(ports.ingest()).resolve("/scans"))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + secrets.scans())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 202) {
            throw new FailedException(
                    "ingest-service does not scan %s: %d %s"
                            .formatted(reference, answer.statusCode(), answer.body()));
        }
        return JsonMapper.shared().readTree(answer.body()).path("eventId").asString("");
    }

    List<JsonNode> findings() {
        return lines("/findings.ndjson");
    }

    List<JsonNode> images() {
        return lines("/images.ndjson");
    }

    /** A page as a browser gets it. */
    String page(String path) {
        var answer = send(request(Ports.http(ports.analysis()).resolve(path)));
        if (answer.statusCode() != 200) {
            throw new FailedException(
                    "analysis-service answers %s with %d".formatted(path, answer.statusCode()));
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private List<JsonNode> lines(String path) {
        try {
            return page(path)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(JsonMapper.shared()::readTree)
                    .toList();
        } catch (JacksonException e) {
            throw new FailedException(
                    "a line of %s is not JSON: %s".formatted(path, e.getOriginalMessage()), e);
        }
    }

    private HttpRequest.Builder request(URI uri) {
        var credentials =
                (Secrets.PAGES_USER + ":" + secrets.pages()).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(2))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FailedException("no answer to %s: %s".formatted(request.build().uri(), e), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static FailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FailedException("interrupted", e);
    }
}
