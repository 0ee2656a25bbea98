package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertReceiverTest {

    private static final byte[] KEY =
            "a key of thirty-two bytes, or so".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BODY = "{\"type\":\"image.alert\",\"data\":{\"id\":\"a1\"}}";

    @TempDir Path folder;

    @Test
    void takesASignedAlertOnceAndKnowsItAfterARestart() throws Exception {
        try (var receiver = start()) {
            assertThat(deliver(receiver, "a1", NOW, BODY, KEY)).isEqualTo(204);
            assertThat(deliver(receiver, "a1", NOW.plusSeconds(1), BODY, KEY)).isEqualTo(204);
            assertThat(receiver.alerts()).hasSize(1);
        }

        try (var receiver = start()) {
            assertThat(deliver(receiver, "a1", NOW, BODY, KEY)).isEqualTo(204);
            assertThat(receiver.alerts()).hasSize(1);
        }
    }

    @Test
    void refusesAForgedAStaleAndAnUnsignedAlert() throws Exception {
        try (var receiver = start()) {
            assertThat(
                            deliver(
                                    receiver,
                                    "a1",
                                    NOW,
                                    BODY,
                                    "another key".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(401);
            assertThat(deliver(receiver, "a1", NOW.minusSeconds(301), BODY, KEY)).isEqualTo(401);
            assertThat(send(receiver, BODY)).isEqualTo(401);
            assertThat(receiver.alerts()).isEmpty();
        }
    }

    private AlertReceiver start() throws Exception {
        return AlertReceiver.start(
                0, SECRET, folder.resolve("alerts.jsonl"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static int deliver(
            AlertReceiver receiver, String id, Instant at, String body, byte[] key)
            throws Exception {
        var timestamp = Long.toString(at.getEpochSecond());
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var signature =
                Base64.getEncoder()
                        .encodeToString(
                                mac.doFinal(
                                        (id + "." + timestamp + "." + body)
                                                .getBytes(StandardCharsets.UTF_8)));
        return send(
                receiver,
                body,
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1,AAAA v1," + signature);
    }

    private static int send(AlertReceiver receiver, String body, String... headers)
            throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/alerts"
                                                    .formatted(receiver.port())))
                            .POST(BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
