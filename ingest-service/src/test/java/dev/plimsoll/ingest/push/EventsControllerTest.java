package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsControllerTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "ingest.sources.acme.type", "distribution",
                    "ingest.sources.acme.header", "Authorization",
                    "ingest.sources.acme.secret", "Bearer canary-4711",
                    "ingest.sources.hub.type", "docker-hub",
                    "ingest.sources.hub.url-secret", "canary+4712",
                    "ingest.registries[0].host", "registry.example.com",
                    "ingest.registries[1].host", "docker.io",
                    "ingest.push.largest-body", "64KB",
                    "ingest.push.acknowledgement", "300ms");

    private static RunningEndpoints endpoints;

    private static int deliveries;

    private final String id = "delivery-" + deliveries++;

    @BeforeAll
    static void start() {
        endpoints = RunningEndpoints.start(SETTINGS);
    }

    @AfterAll
    static void stop() {
        endpoints.close();
    }

    @BeforeEach
    void forget() {
        endpoints.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer canary-471",
                "bearer canary-4711",
                "canary-4711",
                ""
            })
    void aWrongSecretIsRefused(String secret) {
        var response = endpoints.send(delivery(push(id)).setHeader("Authorization", secret));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEmpty();
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void aMissingSecretAndAnUnknownSourceLookTheSame() {
        var missing =
                endpoints.send(
                        endpoints.request("/events/acme").POST(BodyPublishers.ofString(push(id))));
        var unknown = endpoints.send(delivery("/events/nobody", push(id)));

        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(missing.body());
        assertThat(unknown.headers().map().keySet()).isEqualTo(missing.headers().map().keySet());
    }

    @Test
    void theBodyOfAStrangerIsNotWaitedFor() throws IOException {
        try (var socket = new Socket("127.0.0.1", endpoints.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(
                            """
                            POST /events/acme HTTP/1.1\r
                            Host: localhost\r
                            Content-Length: 1000\r
                            \r
                            """
                                    .getBytes(UTF_8));

            var answer = new String(socket.getInputStream().readNBytes(12), UTF_8);

            assertThat(answer).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void aSecretInTheUrlIsDecoded() {
        var body =
                """
                {"push_data": {"pushed_at": 1772359200, "tag": "1"}, "repository": {"repo_name": "a/b"}}
                """;

        var right = endpoints.send(delivery("/events/hub?secret=canary%2B4712", body));
        var wrong = endpoints.send(delivery("/events/hub?secret=canary", body));
        var asHeader =
                endpoints.send(delivery("/events/hub", body).header("secret", "canary+4712"));

        assertThat(List.of(right.statusCode(), wrong.statusCode(), asHeader.statusCode()))
                .containsExactly(202, 401, 401);
    }

    @Test
    void aFormIsNotReadForItsSecret() {
        var response =
                endpoints.send(
                        endpoints
                                .request("/events/hub")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("secret=canary%2B4712")));

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void aRepetitionIsAnsweredButNotPublishedAgain() {
        var first = endpoints.send(delivery(push(id)));
        var second = endpoints.send(delivery(push(id)));

        assertThat(first.body()).isEqualTo(receipt(1, 0, 0, 0));
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(receipt(0, 1, 0, 0));
        assertThat(endpoints.events()).hasSize(1);
    }

    @Test
    void theEventIdIsTheSameInEveryProcess() {
        endpoints.send(delivery(push("the same everywhere")));

        try (var other = RunningEndpoints.start(SETTINGS)) {
            other.send(
                    other.request("/events/acme")
                            .header("Authorization", "Bearer canary-4711")
                            .POST(BodyPublishers.ofString(push("the same everywhere"))));

            assertThat(eventIds(other)).isEqualTo(eventIds(endpoints)).hasSize(1);
        }
    }

    @Test
    void recordsTravelByTheirRepository() {
        endpoints.send(delivery(push(id)));

        assertThat(endpoints.sent())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.topic()).isEqualTo("test-images.pushed");
                            assertThat(record.key()).isEqualTo("registry.example.com/team/web");
                        });
    }

    @Test
    void aSenderComesAgainWhenKafkaDoesNotAcknowledge() {
        try (var silent = RunningEndpoints.start(SETTINGS, false)) {
            var delivery =
                    silent.request("/events/acme")
                            .header("Authorization", "Bearer canary-4711")
                            .POST(BodyPublishers.ofString(push(id)));

            var first = silent.send(delivery);
            silent.producer().errorNext(new NotLeaderOrFollowerException("moved"));
            var second = silent.send(delivery);

            assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(503, 503);
            assertThat(first.headers().firstValue("Retry-After")).contains("5");
            assertThat(eventIds(silent)).hasSize(2);
            assertThat(eventIds(silent).getFirst()).isEqualTo(eventIds(silent).getLast());
            assertThat(silent.counted("acme", "UNACKNOWLEDGED", "none")).isEqualTo(2);
        }
    }

    @Test
    void aBodyBeyondTheBoundIsRefused() {
        var announced = endpoints.send(delivery(" ".repeat(70_000)));
        var chunked =
                endpoints.send(
                        endpoints
                                .request("/events/acme")
                                .header("Authorization", "Bearer canary-4711")
                                .POST(
                                        BodyPublishers.fromPublisher(
                                                BodyPublishers.ofString(" ".repeat(70_000)))));

        assertThat(List.of(announced.statusCode(), chunked.statusCode())).containsExactly(413, 413);
        assertThat(endpoints.counted("acme", "REJECTED", "TOO_LARGE")).isEqualTo(2);
    }

    @Test
    void bombsAreAnsweredAndCounted() {
        var deep = endpoints.send(delivery("[".repeat(1_000) + "]".repeat(1_000)));
        var number = endpoints.send(delivery("{\"events\": [" + "9".repeat(10_000) + "]}"));
        var zipped = endpoints.send(delivery("\u001f\u008b\b").header("Content-Encoding", "gzip"));

        assertThat(List.of(deep.statusCode(), number.statusCode(), zipped.statusCode()))
                .containsExactly(202, 202, 400);
        assertThat(endpoints.counted("acme", "REFUSED", "TOO_COMPLEX")).isEqualTo(2);
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void whatIsRefusedIsCounted() {
        double before = endpoints.counted("acme", "REFUSED", "REGISTRY_NOT_ALLOWED");

        var response =
                endpoints.send(delivery(push(id).replace("registry.example.com", "10.0.0.5")));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo(receipt(0, 0, 0, 1));
        assertThat(endpoints.counted("acme", "REFUSED", "REGISTRY_NOT_ALLOWED"))
                .isEqualTo(before + 1);
    }

    @Test
    void otherMethodsAndPathsAreNoServerErrors() {
        var statuses = new ArrayList<Integer>();
        for (var path :
                List.of("/events", "/events/", "/events/acme/more", "/events/acme%2e%2e/x")) {
            statuses.add(endpoints.send(delivery(path, "{}")).statusCode());
        }
        statuses.add(endpoints.send(endpoints.request("/events/acme").GET()).statusCode());

        assertThat(statuses).allMatch(status -> status >= 400 && status < 500);
    }

    private static HttpRequest.Builder delivery(String body) {
        return delivery("/events/acme", body);
    }

    private static HttpRequest.Builder delivery(String path, String body) {
        return endpoints
                .request(path)
                .header("Authorization", "Bearer canary-4711")
                .POST(BodyPublishers.ofString(body));
    }

    private static String push(String id) {
        return """
        {"events": [{
            "id": "%s", "timestamp": "2026-03-01T10:00:00Z", "action": "push",
            "target": {"repository": "team/web", "tag": "1.0",
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": "sha256:%s"},
            "request": {"host": "registry.example.com"}}]}
        """
                .formatted(id, "0123456789abcdef".repeat(4));
    }

    private static String receipt(int published, int repeated, int ignored, int refused) {
        return "{\"published\":%d,\"repeated\":%d,\"ignored\":%d,\"refused\":%d}"
                .formatted(published, repeated, ignored, refused);
    }

    private static List<String> eventIds(RunningEndpoints endpoints) {
        return endpoints.events().stream()
                .map(event -> ((ImagePushed) event).getEventId())
                .toList();
    }
}
