package dev.plimsoll.ingest.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.IngestApplication;
import dev.plimsoll.schemas.wire.EventCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service with a registry that tells it nothing. The test stands in for analysis-service:
 * whatever is reported it calls assessed.
 */
class CoverageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final EventCodec CODEC = new EventCodec();
    private static final Publishable.Image OLD = image("one");
    private static final Publishable.Image NEW = image("two");

    @TempDir private Path data;

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private String host;
    private ServletWebServerApplicationContext service;
    private Thread analysis;
    private volatile boolean over;
    private final List<SpecificRecord> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(data.resolve("kafka"), 0);
        registry =
                EmbeddedRegistry.start(
                        RegistryOptions.in(data.resolve("registry"))
                                .withCredentials("ann", "secret"));
        host = registry.host();
    }

    @AfterEach
    void stop() throws InterruptedException {
        over = true;
        analysis.join();
        service.close();
        registry.close();
        kafka.close();
    }

    @Test
    void whatWasPushedUnseenIsScannedInItsPlaceAndWhatVanishedIsToldAsDeleted() throws Exception {
        push(OLD, "team/web", "1.0");
        push(NEW, "team/web", "1.1");
        push(NEW, "team/api", "latest");
        startService();

        await("all three are scanned", () -> reports().size() == 3);
        assertThat(reports())
                .allSatisfy(
                        report -> {
                            assertThat(report.getTrigger()).isEqualTo(Trigger.SCHEDULE);
                            assertThat(report.getOutcome()).isInstanceOf(ScanFailure.class);
                        });
        assertThat(report("1.1").getPushOffset()).as("the newest of its line").isNotNegative();
        assertThat(report("1.0").getPushOffset()).isEqualTo(-1);
        assertThat(report("latest").getPushOffset()).isEqualTo(-1);
        assertThat(report("1.1").getDigest()).isEqualTo(NEW.digest().value());
        await("nothing is missed", () -> count("covered") == 3);
        assertThat(coverage("?state=missed").path("items")).isEmpty();
        assertThat(coverage("").at("/registries/0/stale").asBoolean()).isFalse();

        delete(OLD, "team/web");
        await("it is told", () -> !deletions().isEmpty());
        assertThat(deletions().getFirst().getTag()).isEqualTo("1.0");
        await("it is covered no more", () -> count("covered") == 2);

        push(OLD, "team/api", "latest");
        await("the moved tag is scanned", () -> reports().size() == 4);
        assertThat(reports().getLast().getDigest()).isEqualTo(OLD.digest().value());
        assertThat(reports().getLast().getPushOffset()).isNotNegative();

        // Some listings later everything is as it was: nothing is scanned or told twice.
        var listed = coverage("").at("/registries/0/listedAt").asString();
        await(
                "it was listed again",
                () -> !coverage("").at("/registries/0/listedAt").asString().equals(listed));
        await("it settles", () -> count("covered") == 2);
        assertThat(reports()).hasSize(4);
        assertThat(deletions()).hasSize(1);
    }

    @Test
    void whoHasNoTokenSeesNothing() throws Exception {
        startService();

        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(address("/coverage")).build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(coverage("?limit=0").path("message").asString()).contains("1 to 1000");
        assertThat(coverage("?state=lots").path("message").asString()).contains("on-its-way");
        assertThat(coverage("?registry=elsewhere").path("reason").asString())
                .isEqualTo("BAD_PARAMETER");
    }

    private void startService() {
        var settings = new ArrayList<String>();
        settings.add("--server.port=0");
        settings.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        settings.add("--plimsoll.topic-prefix=it-");
        settings.add("--ingest.registries[0].host=" + host);
        settings.add("--ingest.registries[0].base-url=http://" + host);
        settings.add("--ingest.registries[0].username=ann");
        settings.add("--ingest.registries[0].password=secret");
        settings.add("--ingest.scans.token=let-me-in");
        settings.add("--ingest.coverage.registries[0].host=" + host);
        settings.add("--ingest.coverage.interval=2s");
        settings.add("--ingest.coverage.patience=10m");
        service =
                (ServletWebServerApplicationContext)
                        new SpringApplicationBuilder(IngestApplication.class)
                                .run(settings.toArray(String[]::new));
        analysis = Thread.ofPlatform().name("analysis").start(this::assess);
    }

    private void assess() {
        try (var consumer =
                        new KafkaConsumer<>(
                                Map.of(
                                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        kafka.bootstrapServers()),
                                new StringDeserializer(),
                                new ByteArrayDeserializer());
                var producer =
                        new KafkaProducer<>(
                                Map.of(
                                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        kafka.bootstrapServers()),
                                new StringSerializer(),
                                new ByteArraySerializer())) {
            var partitions =
                    List.of("it-scans.reported", "it-images.pushed").stream()
                            .flatMap(topic -> consumer.partitionsFor(topic).stream())
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!over) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var event = CODEC.decode(record.value());
                    seen.add(event);
                    var assessed = assessed(event);
                    if (assessed != null) {
                        producer.send(
                                new ProducerRecord<>(
                                        "it-images.assessed",
                                        "%s:%s linux/amd64"
                                                .formatted(
                                                        record.key(), assessed.getImage().getTag()),
                                        CODEC.encode(assessed)));
                    }
                }
            }
        }
    }

    private ImageAssessed assessed(SpecificRecord event) {
        return switch (event) {
            case ScanReported scan ->
                    Events.assessed(
                            new TagName(scan.getRegistry(), scan.getRepository(), scan.getTag()),
                            "linux/amd64",
                            scan.getDigest(),
                            ImageStatus.CLEAN,
                            scan.getFinishedAt());
            case ImageDeleted deletion ->
                    Events.assessed(
                            new TagName(
                                    deletion.getRegistry(),
                                    deletion.getRepository(),
                                    deletion.getTag()),
                            "linux/amd64",
                            "",
                            ImageStatus.DELETED,
                            deletion.getReceivedAt());
            default -> null;
        };
    }

    private List<ScanReported> reports() {
        return seen.stream()
                .filter(ScanReported.class::isInstance)
                .map(ScanReported.class::cast)
                .toList();
    }

    private ScanReported report(String tag) {
        return reports().stream()
                .filter(report -> tag.equals(report.getTag()))
                .findFirst()
                .orElseThrow();
    }

    private List<ImageDeleted> deletions() {
        return seen.stream()
                .filter(ImageDeleted.class::isInstance)
                .map(ImageDeleted.class::cast)
                .toList();
    }

    private int count(String state) {
        return coverage("").at("/registries/0/tags/" + state).asInt(-1);
    }

    private JsonNode coverage(String query) {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(address("/coverage" + query))
                            .header("Authorization", "Bearer let-me-in")
                            .build();
            return new JsonMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI address(String path) {
        return URI.create(
                "http://127.0.0.1:%d%s".formatted(service.getWebServer().getPort(), path));
    }

    private void push(Publishable content, String repository, String tag) throws IOException {
        try (var client = RegistryClient.basic(URI.create("http://" + host), "ann", "secret")) {
            client.push(content, repository, tag);
        }
    }

    private void delete(Publishable.Image image, String repository) throws IOException {
        try (var client = RegistryClient.basic(URI.create("http://" + host), "ann", "secret")) {
            client.delete(repository, image.digest());
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private static Publishable.Image image(String label) {
        return ImageBuilder.of(Format.OCI).label("name", label).command("/bin/sh").build();
    }
}
