package dev.plimsoll.ingest.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.RunningEndpoints;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ScansControllerTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private static RunningEndpoints endpoints;

    @BeforeAll
    static void start() {
        endpoints =
                RunningEndpoints.start(
                        Map.of(
                                "ingest.scans.token", "canary-4713",
                                "ingest.registries[0].host", "registry.example.com:5000"));
    }

    @AfterAll
    static void stop() {
        endpoints.close();
    }

    @BeforeEach
    void forget() {
        endpoints.forget();
    }

    @Test
    void aRequestGoesToTheLaneOfRequests() {
        var response = ask("canary-4713", reference("registry.example.com:5000/team/web:1.0"));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(endpoints.sent())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.topic()).isEqualTo("test-images.rescan");
                            assertThat(record.key())
                                    .isEqualTo("registry.example.com:5000/team/web");
                        });
        var event = (ImagePushed) endpoints.events().getFirst();
        assertThat(event)
                .isEqualTo(
                        ImagePushed.newBuilder()
                                .setEventId(
                                        new JsonMapper()
                                                .readTree(response.body())
                                                .path("eventId")
                                                .asString())
                                .setSource("manual")
                                .setRegistry("registry.example.com:5000")
                                .setRepository("team/web")
                                .setTag("1.0")
                                .setTrigger(Trigger.MANUAL)
                                .setOccurredAt(event.getReceivedAt())
                                .setReceivedAt(event.getReceivedAt())
                                .build());
    }

    @Test
    void aDigestNamesAnImageToo() {
        var response =
                ask("canary-4713", reference("registry.example.com:5000/team/web@" + DIGEST));

        assertThat(response.statusCode()).isEqualTo(202);
        var event = (ImagePushed) endpoints.events().getFirst();
        assertThat(event.getTag()).isNull();
        assertThat(event.getDigest()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com:5000/team/web, 400, MALFORMED_NAME",
        "team/web:1.0, 422, REGISTRY_NOT_ALLOWED",
        "web:1.0, 400, MALFORMED_NAME",
        "http://registry.example.com:5000/team/web:1, 400, MALFORMED_NAME",
        "registry.example.com:5000/../etc:1, 400, MALFORMED_NAME",
        "registry.example.com:5000@evil.example/a:1, 400, MALFORMED_NAME",
        "10.0.0.5/team/web:1.0, 422, REGISTRY_NOT_ALLOWED",
        "'', 400, MALFORMED_NAME"
    })
    void whatCannotBeScannedIsRefusedWithTheReason(String reference, int status, String reason) {
        var response = ask("canary-4713", reference(reference));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonMapper().readTree(response.body()).path("reason").asString())
                .isEqualTo(reason);
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThat(ask("canary-4713", "{").statusCode()).isEqualTo(400);
        assertThat(ask("canary-4713", "[]").statusCode()).isEqualTo(400);
        assertThat(ask("canary-4713", " ".repeat(5_000)).statusCode()).isEqualTo(413);
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void onlyTheTokenOpens() {
        assertThat(ask("wrong", reference("registry.example.com:5000/team/web:1.0")).statusCode())
                .isEqualTo(401);
        assertThat(ask("", "{").statusCode()).isEqualTo(401);
    }

    @Test
    void withoutATokenNobodyMayAsk() {
        try (var closed = RunningEndpoints.start(Map.of())) {
            var response =
                    closed.send(
                            closed.request("/scans")
                                    .header("Authorization", "Bearer ")
                                    .POST(BodyPublishers.ofString("{}")));

            assertThat(response.statusCode()).isEqualTo(401);
        }
    }

    private static String reference(String reference) {
        return "{\"reference\": \"%s\"}".formatted(reference);
    }

    private static HttpResponse<String> ask(String token, String body) {
        return endpoints.send(
                endpoints
                        .request("/scans")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(body)));
    }
}
