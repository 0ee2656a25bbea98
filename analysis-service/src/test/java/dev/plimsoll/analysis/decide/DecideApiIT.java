package dev.plimsoll.analysis.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.AnalysisApplication;
import dev.plimsoll.analysis.index.TestNode;
import dev.plimsoll.analysis.track.SampleScans;
import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service with a real broker and a real Elasticsearch, decided about over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class DecideApiIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String READER = "a password of this test";
    private static final String TOKEN = "decider-token-of-this-test-0123456789";
    private static final String OWNER = "owner-token-of-this-test-0123456789ab";
    private static final String WEB = SampleScans.REGISTRY + "/web";
    private static final String END = LocalDate.now(ZoneOffset.UTC).plusDays(30).toString();

    @TempDir static Path folder;

    private static EmbeddedElasticsearch node;
    private static EmbeddedKafka kafka;
    private static ConfigurableApplicationContext service;
    private static String root;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        node = TestNode.start("decide");
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                folder.resolve("rules/base.yaml"),
                """
                - id: of-file
                  accept: {vulnerabilities: [CVE-2026-0003]}
                  reason: In a file.
                  owner: o
                  until: %s
                """
                        .formatted(END));
        service =
                new SpringApplicationBuilder(AnalysisApplication.class)
                        .run(
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--server.port=0",
                                "--analysis.state-folder=" + folder.resolve("state"),
                                "--analysis.rules.folder=" + folder.resolve("rules"),
                                "--analysis.elasticsearch.url=" + node.uri(),
                                "--analysis.elasticsearch.username=" + node.username(),
                                "--analysis.elasticsearch.password=" + node.password(),
                                "--analysis.access.password=" + READER,
                                "--analysis.access.tokens[0].name=ci",
                                "--analysis.access.tokens[0].secret=" + TOKEN,
                                "--analysis.access.tokens[0].roles=decider",
                                "--analysis.access.tokens[1].name=voice",
                                "--analysis.access.tokens[1].secret=" + OWNER,
                                "--analysis.access.tokens[1].roles=owner",
                                "--analysis.access.tokens[1].images="
                                        + SampleScans.REGISTRY
                                        + "/voice*");
        root = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
        for (var event : SampleScans.threeFindings("web").entrySet()) {
            send(event.getKey(), event.getValue());
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        kafka.close();
        node.close();
    }

    @Test
    void previewsAreWhatThenHappensAndEverythingIsInTheLog(CapturedOutput output) throws Exception {
        await(
                () ->
                        states().equals(
                                        Map.of(
                                                "CVE-2026-0001",
                                                "open",
                                                "CVE-2026-0002",
                                                "open",
                                                "CVE-2026-0003",
                                                "accepted")));

        // What a rule would accept, and what it then accepts.
        var rule =
                "{\"accept\": {\"images\": [\"%s\"], \"severity\": \"high\"}, \"reason\": \"Waiting | for *upstream*.\", \"owner\": \"o\", \"until\": \"%s\"}"
                        .formatted(WEB, END);
        var preview =
                json(
                        post(
                                "/rules/preview",
                                "{\"rules\": ["
                                        + rule.replaceFirst("\\{", "{\"id\": \"web\", ")
                                        + "]}",
                                READER_BASIC));
        assertThat(vulnerabilities(preview, "accepted")).containsExactly("CVE-2026-0001");
        assertThat(preview.at("/accepted/bySeverity/high").asInt()).isEqualTo(1);
        assertThat(preview.at("/judged").asInt()).isEqualTo(3);
        assertThat(preview.at("/opened/count").asInt() + preview.at("/changed/count").asInt())
                .isZero();
        assertThat(states().get("CVE-2026-0001")).as("nothing is written").isEqualTo("open");

        var created = put("web", rule, TOKEN, null);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var etag = created.headers().firstValue("ETag").orElseThrow();
        await(() -> states().get("CVE-2026-0001").equals("accepted"));
        assertThat(states())
                .isEqualTo(
                        then(
                                preview,
                                Map.of(
                                        "CVE-2026-0001",
                                        "open",
                                        "CVE-2026-0002",
                                        "open",
                                        "CVE-2026-0003",
                                        "accepted")));

        // A whole folder: what is no longer in it opens, rules of the API stay.
        var before = states();
        var files =
                "{\"files\": {\"other.yaml\": \"- {id: other, never: {vulnerabilities: [CVE-2026-0001]}, reason: r, owner: o}\\n- {id: broken}\"}}";
        var replaced = json(post("/rules/preview", files, "Bearer " + TOKEN));
        assertThat(vulnerabilities(replaced, "opened"))
                .containsExactlyInAnyOrder("CVE-2026-0001", "CVE-2026-0003");
        assertThat(replaced.at("/problems/0").asString("")).contains("other.yaml", "broken");
        assertThat(replaced.at("/rules/removed/0").asString("")).isEqualTo("of-file");
        Files.delete(folder.resolve("rules/base.yaml"));
        Files.writeString(
                folder.resolve("rules/other.yaml"),
                "- {id: other, never: {vulnerabilities: [CVE-2026-0001]}, reason: r, owner: o}\n- {id: broken}");
        await(() -> states().equals(then(replaced, before)));

        // Lost updates, files, owners, readers.
        assertThat(put("web", rule.replace("Waiting", "Still waiting"), TOKEN, null).statusCode())
                .isEqualTo(428);
        assertThat(
                        put("web", rule.replace("Waiting", "Still waiting"), TOKEN, "\"0\"")
                                .statusCode())
                .isEqualTo(412);
        var changed = put("web", rule.replace("Waiting", "Still waiting"), TOKEN, etag);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(put("other", rule, TOKEN, "*").statusCode()).isEqualTo(409);
        var beyond = put("mine", rule, OWNER, null);
        assertThat(beyond.statusCode()).isEqualTo(403);
        assertThat(json(beyond).path("field").asString("")).isEqualTo("accept.images");
        var invalid =
                put(
                        "bad",
                        "{\"accept\": {\"images\": [\"a/b\"]}, \"owner\": \"o\", \"until\": \"%s\"}"
                                .formatted(END),
                        TOKEN,
                        null);
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(invalid.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(invalid).path("field").asString("")).isEqualTo("reason");
        assertThat(send("PUT", "/rules/x", rule, READER_BASIC, null).statusCode()).isEqualTo(403);
        assertThat(send("GET", "/rules", null, "Bearer wrong-token-0123456789", null).statusCode())
                .isEqualTo(401);
        assertThat(
                        send("GET", "/rules/web", null, "Bearer " + TOKEN, null)
                                .headers()
                                .firstValue("ETag"))
                .isEqualTo(changed.headers().firstValue("ETag"));
        assertThat(send("GET", "/rules/schema.json", null, "Bearer " + TOKEN, null).body())
                .contains("$schema");
        assertThat(send("GET", "/openapi.json", null, "Bearer " + TOKEN, null).statusCode())
                .isEqualTo(200);

        // VEX.
        var vex =
                """
                {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.com/vex/1", "author": "sec", "timestamp": "2026-01-01T00:00:00Z", "version": 1,
                 "statements": [{"vulnerability": {"name": "CVE-2026-0002"}, "products": [{"@id": "pkg:oci/web?repository_url=%s"}],
                  "status": "not_affected", "justification": "vulnerable_code_not_present"}]}
                """
                        .formatted(WEB);
        var stated = post("/vex", vex, "Bearer " + TOKEN);
        assertThat(stated.statusCode()).as(stated.body()).isEqualTo(200);
        await(() -> states().get("CVE-2026-0002").equals("not-affected"));
        assertThat(post("/vex", "{}", "Bearer " + TOKEN).statusCode()).isEqualTo(422);

        // Revoked, with a reason.
        assertThat(send("DELETE", "/rules/web", null, "Bearer " + TOKEN, null).statusCode())
                .isEqualTo(422);
        assertThat(
                        send("DELETE", "/rules/web?why=rebuilt", null, "Bearer " + TOKEN, null)
                                .statusCode())
                .isEqualTo(204);
        assertThat(send("GET", "/rules/web", null, "Bearer " + TOKEN, null).statusCode())
                .isEqualTo(404);

        // The log: searched, exported, complete.
        await(() -> json(get("/decisions?rule=web&outcome=done")).path("decisions").size() == 3);
        var log = json(get("/decisions?rule=web&outcome=done")).path("decisions");
        assertThat(log.values().stream().map(line -> line.path("action").asString("")).toList())
                .containsExactly("revoke", "change", "create");
        assertThat(log.at("/1/before/reason").asString("")).startsWith("Waiting");
        assertThat(log.at("/1/after/reason").asString("")).startsWith("Still waiting");
        await(
                () ->
                        json(get("/decisions?outcome=refused&person=reader"))
                                        .path("decisions")
                                        .size()
                                == 1);
        await(
                () ->
                        json(get(
                                                "/decisions?outcome=refused&person=sender%20of%20a%20bearer%20token"))
                                        .path("decisions")
                                        .size()
                                == 1);
        assertThat(
                        json(get("/decisions?outcome=refused&person=voice"))
                                .at("/decisions/0/refusal")
                                .asString(""))
                .contains("reaches beyond");
        assertThat(
                        json(get("/decisions?image=/web&outcome=done&person=ci"))
                                .path("decisions")
                                .size())
                .isGreaterThanOrEqualTo(3);
        assertThat(json(get("/decisions?to=2020-01-01")).path("decisions").size()).isZero();
        var first = json(get("/decisions?size=2"));
        assertThat(first.path("decisions").size()).isEqualTo(2);
        var second = json(get("/decisions?size=2&after=" + first.path("next").asString("")));
        assertThat(second.at("/decisions/0/id")).isNotEqualTo(first.at("/decisions/1/id"));
        var markdown = get("/decisions.md?rule=web").body();
        assertThat(markdown)
                .startsWith("## Decision Log\n\n**" + LocalDate.now(ZoneOffset.UTC))
                .contains(
                        "No longer accepted: `web` because rebuilt. (ci)",
                        ": Accepted `web` for images " + WEB,
                        "because Waiting \\| for \\*upstream\\*. (ci)");
        assertThat(get("/decisions.ndjson").body().lines().count()).isGreaterThanOrEqualTo(10);

        // No secret anywhere.
        var everything =
                output.getAll()
                        + get("/decisions.ndjson").body()
                        + get("/rules").body()
                        + beyond.body()
                        + topic();
        assertThat(everything)
                .doesNotContain(
                        READER, TOKEN, OWNER, READER_BASIC.substring(6), "wrong-token-0123456789");
    }

    private static final String READER_BASIC =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString(("reader:" + READER).getBytes(StandardCharsets.UTF_8));

    /** Decisions of the findings of the image by vulnerability, as the index has them now. */
    private Map<String, String> states() throws Exception {
        var states = new TreeMap<String, String>();
        var answer = get("/findings.ndjson");
        for (var line :
                answer.statusCode() == 200 ? answer.body().lines().toList() : List.<String>of()) {
            var finding = JsonMapper.shared().readTree(line);
            states.put(
                    finding.path("vulnerability").asString(""),
                    finding.path("decision").asString(""));
        }
        return states;
    }

    /** What would be, if everything that the preview says happened. */
    private static Map<String, String> then(JsonNode preview, Map<String, String> now) {
        var states = new TreeMap<>(now);
        vulnerabilities(preview, "opened").forEach(id -> states.put(id, "open"));
        vulnerabilities(preview, "accepted").forEach(id -> states.put(id, "accepted"));
        vulnerabilities(preview, "notAffected").forEach(id -> states.put(id, "not-affected"));
        return states;
    }

    private static Set<String> vulnerabilities(JsonNode preview, String group) {
        var ids = new HashSet<String>();
        preview.at("/" + group + "/items")
                .forEach(item -> ids.add(item.path("vulnerability").asString("")));
        return ids;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, null, READER_BASIC, null);
    }

    private HttpResponse<String> post(String path, String body, String authorization)
            throws Exception {
        return send("POST", path, body, authorization, null);
    }

    private HttpResponse<String> put(String id, String rule, String token, @Nullable String ifMatch)
            throws Exception {
        return send("PUT", "/rules/" + id, rule, "Bearer " + token, ifMatch);
    }

    private HttpResponse<String> send(
            String method,
            String path,
            @Nullable String body,
            String authorization,
            @Nullable String ifMatch)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", authorization);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void send(String key, SpecificRecord event) throws Exception {
        var topic = SampleScans.topic(event);
        try (var events = new EventSerializer<>();
                var producer =
                        new KafkaProducer<>(
                                Map.<String, Object>of(
                                        "bootstrap.servers", kafka.bootstrapServers()),
                                new StringSerializer(),
                                events)) {
            producer.send(new ProducerRecord<>(topic, key, event)).get();
        }
    }

    /** The decision log as bytes. */
    private static String topic() {
        var partition = new TopicPartition("decisions.logged", 0);
        var text = new StringBuilder();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            long end = consumer.endOffsets(Set.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                entry ->
                                        text.append(
                                                new String(
                                                        entry.value(),
                                                        StandardCharsets.ISO_8859_1)));
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var end = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("did not come true within " + PATIENCE);
            }
            Thread.sleep(200);
        }
    }
}
