package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.index.SampleEvents.assessed;
import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.finding;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.index.TestNode;
import dev.plimsoll.analysis.track.TopologyThatStarts;
import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.UserDetailsService;

/** From events on a real broker to pages over HTTP, with Elasticsearch going away in between. */
class ReadingIT {

    private static final String PASSWORD = "a password of this test";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();

    /** The part of the service that is tested; not annotated, so that no other test finds it. */
    @EnableAutoConfiguration
    @ComponentScan({
        "dev.plimsoll.analysis.accept",
        "dev.plimsoll.analysis.decide",
        "dev.plimsoll.analysis.index",
        "dev.plimsoll.analysis.report",
        "dev.plimsoll.analysis.access"
    })
    @ConfigurationPropertiesScan({
        "dev.plimsoll.analysis.accept",
        "dev.plimsoll.analysis.index",
        "dev.plimsoll.analysis.access"
    })
    @Import(TopologyThatStarts.class)
    static class Part {}

    @Test
    void eventsBecomePagesAndNothingIsLostWhileElasticsearchIsAway(@TempDir Path directory)
            throws Exception {
        var node = TestNode.start("reading");
        try (var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                var producer = producer(kafka)) {
            layOut(kafka);
            try (var service = start(kafka, node)) {
                var root =
                        "http://127.0.0.1:"
                                + service.getEnvironment().getProperty("local.server.port");

                // Who may read.
                assertThat(service.getBeanNamesForType(UserDetailsService.class))
                        .as("accounts beside the configured one")
                        .isEmpty();
                assertThat(get(root + "/", null).statusCode()).isEqualTo(401);
                assertThat(get(root + "/", "wrong").statusCode()).isEqualTo(401);
                assertThat(get(root + "/findings.ndjson", null).statusCode()).isEqualTo(401);
                assertThat(get(root + "/actuator/health", null).statusCode()).isEqualTo(200);
                var stylesheet = get(root + "/style.css", PASSWORD);
                assertThat(stylesheet.statusCode()).isEqualTo(200);
                assertThat(stylesheet.headers().firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(
                                policy -> assertThat(policy).startsWith("default-src 'none'"));

                // Events become pages; what cannot be decoded is kept.
                var garbage = "not an event".getBytes(StandardCharsets.UTF_8);
                producer.send(
                        new ProducerRecord<>(
                                "it.findings.changed",
                                "registry.example.com/team/web".getBytes(StandardCharsets.UTF_8),
                                garbage));
                sendImage(producer, web("1.0"), ImageStatus.AFFECTED);
                sendImage(producer, web("0.9"), ImageStatus.DELETED);
                await(() -> lines(root + "/images.ndjson") == 1);
                await(() -> lines(root + "/findings.ndjson") == 1);
                assertThat(deadLetter(kafka)).isEqualTo(garbage);

                var id = assessed(web("1.0"), 1).getId();
                assertThat(get(root + "/", PASSWORD).body()).contains("team/web:1.0");
                assertThat(get(root + "/images/" + id, PASSWORD).body()).contains("CVE-2026-0001");
                assertThat(get(root + "/images/" + id + ".md", PASSWORD).body())
                        .startsWith("# Known issues of");
                assertThat(get(root + "/images/" + id + ".json", PASSWORD).body())
                        .contains("\"vulnerability\":\"CVE-2026-0001\"");
                assertThat(get(root + "/findings.ndjson", PASSWORD).body())
                        .contains("\"fixState\":\"fixed\"", "\"repository\":\"team/web\"");
                assertThat(get(root + "/images/" + id + "?option=rebuild", PASSWORD).body())
                        .contains("What would remain after: <strong>Rebuild now");
                assertThat(get(root + "/images/" + id + "?option=magic", PASSWORD).statusCode())
                        .isEqualTo(400);
                assertThat(get(root + "/organisation", null).statusCode()).isEqualTo(401);
                assertThat(get(root + "/organisation", PASSWORD).body())
                        .contains("registry.example.com/base/python:3.13");
                assertThat(get(root + "/organisation.json", PASSWORD).body())
                        .contains("\"id\":\"rebuild\"");
                assertThat(get(root + "/images/" + "0".repeat(32), PASSWORD).statusCode())
                        .isEqualTo(404);
                assertThat(get(root + "/?after=%21", PASSWORD).statusCode()).isEqualTo(400);
                var question = root + "/images/" + id + "/explain?vulnerability=CVE-2026-0001";
                assertThat(get(question, null).statusCode()).isEqualTo(401);
                assertThat(get(question, PASSWORD).body()).contains("ask again in a moment");

                // Elasticsearch goes away and comes back.
                var port = node.uri().getPort();
                node.close();
                var away = get(root + "/", PASSWORD);
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(away.body()).contains("Elasticsearch does not answer");
                assertThat(get(root + "/findings.ndjson", PASSWORD).statusCode()).isEqualTo(503);
                sendImage(producer, web("2.0"), ImageStatus.AFFECTED);
                sendImage(producer, web("2.1"), ImageStatus.AFFECTED);
                node = TestNode.restart("reading", port);
                await(() -> lines(root + "/images.ndjson") == 3);
                await(() -> lines(root + "/findings.ndjson") == 3);
            }
        } finally {
            node.close();
        }
    }

    private static ConfigurableApplicationContext start(
            EmbeddedKafka kafka, EmbeddedElasticsearch node) {
        return new SpringApplicationBuilder(Part.class)
                .run(
                        "--server.port=0",
                        "--plimsoll.topic-prefix=it.",
                        "--spring.cloud.function.definition=indexFindings;indexImages;indexScans",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--analysis.access.password=" + PASSWORD,
                        "--analysis.elasticsearch.url=" + node.uri(),
                        "--analysis.elasticsearch.username=" + node.username(),
                        "--analysis.elasticsearch.password=" + node.password());
    }

    private static void layOut(EmbeddedKafka kafka) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var read =
                    List.of(
                            Topic.FINDINGS_CHANGED,
                            Topic.IMAGES_ASSESSED,
                            Topic.SCANS_REPORTED,
                            Topic.RULES_CHANGED,
                            Topic.DECISIONS_LOGGED);
            new TopicLayout(admin, "it.").ensure(read);
            new TopicLayout(admin, "it.").ensure(read.stream().map(Topic::deadLetters).toList());
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void sendImage(
            KafkaProducer<byte[], byte[]> producer, ImageRef image, ImageStatus status)
            throws Exception {
        send(
                producer,
                "it.findings.changed",
                changes(
                        image,
                        1,
                        change(ChangeKind.OPENED, finding(image, "CVE-2026-0001", "openssl"))));
        send(producer, "it.images.assessed", assessed(image, 1).setStatus(status).build());
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, String topic, SpecificRecord event)
            throws Exception {
        try (var serializer = new EventSerializer<>()) {
            producer.send(
                            new ProducerRecord<>(
                                    topic,
                                    "registry.example.com/team/web"
                                            .getBytes(StandardCharsets.UTF_8),
                                    serializer.serialize(topic, event)))
                    .get();
        }
    }

    private static byte[] deadLetter(EmbeddedKafka kafka) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrapServers(),
                                "group.id", "test",
                                "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("it.findings.changed.dlq"));
            var end = Instant.now().plus(LIMIT);
            while (Instant.now().isBefore(end)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    assertThat(
                                    Arrays.stream(record.headers().toArray())
                                            .map(header -> header.key()))
                            .contains("kafka_dlt-exception-message", "kafka_dlt-original-offset");
                    return record.value();
                }
            }
            throw new AssertionError("nothing in the dead-letter topic");
        }
    }

    private long lines(String url) {
        try {
            var answer = get(url, PASSWORD);
            return answer.statusCode() == 200 ? answer.body().lines().count() : -1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String url, String password) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url));
        if (password != null) {
            var credentials = "reader:" + password;
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("did not come true within " + LIMIT);
            }
            Thread.sleep(200);
        }
    }
}
