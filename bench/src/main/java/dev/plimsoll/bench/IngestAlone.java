package dev.plimsoll.bench;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.embedded.process.LeashedProcess;
import dev.plimsoll.embedded.process.Ports;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventDeserializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * ingest-service in a process of its own, with the options of its container image, and nothing
 * beside it but a broker and a registry, which run in this process.
 */
final class IngestAlone implements AutoCloseable {

    /**
     * Scans of pushes and scans asked for: as many at once as the topics have partitions, and 2.
     */
    static final int CONCURRENT_PUSHES = Topic.REPOSITORY_PARTITIONS;

    static final int CONCURRENT_REQUESTS = 2;

    private static final String HEAP = "-Xmx320m";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;
    private final EmbeddedRegistry silent;
    private final LeashedProcess process;
    private final URI service;
    private final String token;
    private final KafkaConsumer<String, SpecificRecord> reports;

    private IngestAlone(
            EmbeddedKafka kafka,
            EmbeddedRegistry registry,
            EmbeddedRegistry silent,
            LeashedProcess process,
            URI service,
            String token) {
        this.kafka = kafka;
        this.registry = registry;
        this.silent = silent;
        this.process = process;
        this.service = service;
        this.token = token;
        awaitReady();
        this.reports =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "fetch.max.bytes",
                                16 << 20,
                                "max.partition.fetch.bytes",
                                16 << 20),
                        new StringDeserializer(),
                        new EventDeserializer<SpecificRecord>());
        var partitions =
                reports.partitionsFor(Topic.SCANS_REPORTED.name()).stream()
                        .map(one -> new TopicPartition(one.topic(), one.partition()))
                        .toList();
        reports.assign(partitions);
        reports.seekToBeginning(partitions);
    }

    static IngestAlone start(Path root, Path directory) throws IOException {
        Files.createDirectories(directory);
        var port = Ports.chosen(0);
        var token = UUID.randomUUID().toString();
        var secret = UUID.randomUUID().toString();
        var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        var registry =
                EmbeddedRegistry.start(
                        RegistryOptions.in(directory.resolve("registry"))
                                .withEndpoint(
                                        RegistryOptions.Endpoint.of(
                                                "ingest-service",
                                                URI.create(
                                                        "http://127.0.0.1:%d/events/bench"
                                                                .formatted(port)),
                                                Map.of("Authorization", "Bearer " + secret))));
        var silent = EmbeddedRegistry.start(RegistryOptions.in(directory.resolve("registry")));
        var settings = directory.resolve("ingest-service.yaml");
        Files.writeString(
                settings,
                """
                server.port: %d
                spring.kafka.bootstrap-servers: %s
                spring.cloud.stream.bindings.scanPushed-in-0.consumer.concurrency: %d
                spring.cloud.stream.bindings.scanRequested-in-0.consumer.concurrency: %d
                ingest:
                  sources:
                    bench: {type: distribution, header: Authorization, secret: "Bearer %s"}
                  registries:
                    - {host: "%s", base-url: "http://%s"}
                  scans: {token: "%s"}
                """
                        .formatted(
                                port,
                                kafka.bootstrapServers(),
                                CONCURRENT_PUSHES,
                                CONCURRENT_REQUESTS,
                                secret,
                                registry.host(),
                                registry.host(),
                                token));
        var process =
                LeashedProcess.start(
                        "ingest-service",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-jar",
                                root.resolve("ingest-service/target/ingest-service.jar").toString(),
                                "--spring.config.additional-location=file:" + settings),
                        Map.of(),
                        directory,
                        directory.resolve("ingest-service.log"),
                        Duration.ofSeconds(40));
        return new IngestAlone(
                kafka, registry, silent, process, URI.create("http://127.0.0.1:" + port), token);
    }

    URI registry() {
        return URI.create("http://" + registry.host());
    }

    /** The same content behind another port: nobody is told of what is pushed here. */
    URI silentRegistry() {
        return URI.create("http://" + silent.host());
    }

    /** The JVM itself, not the shell that holds it. */
    ProcessHandle jvm() {
        return process.family().stream()
                .filter(
                        one ->
                                one.info()
                                        .command()
                                        .filter(command -> command.endsWith("/java"))
                                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("ingest-service is gone"));
    }

    /** HTTP requests that the registry has answered. */
    long requests() {
        return registry.requests();
    }

    /** Asks for a scan by hand, in the lane beside that of pushes. */
    void request(String repository, String tag) throws IOException {
        var body = "{\"reference\":\"%s/%s:%s\"}".formatted(registry.host(), repository, tag);
        var request =
                HttpRequest.newBuilder(service.resolve("/scans"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new IOException(
                        "POST /scans: %d %s".formatted(answer.statusCode(), answer.body()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The next reports, in the order in which they finished. */
    List<ScanReported> await(int count) {
        var found = new ArrayList<ScanReported>();
        var deadline = Instant.now().plus(PATIENCE);
        while (found.size() < count) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "%d of %d scans were reported".formatted(found.size(), count));
            }
            for (var one : reports.poll(Duration.ofMillis(50))) {
                found.add((ScanReported) one.value());
            }
        }
        return found.stream().sorted(Comparator.comparing(ScanReported::getFinishedAt)).toList();
    }

    @Override
    public void close() {
        reports.close();
        process.close();
        registry.close();
        silent.close();
        kafka.close();
    }

    private void awaitReady() {
        var request = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness")).build();
        var deadline = Instant.now().plus(PATIENCE);
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("ingest-service does not become ready");
                }
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // It does not listen yet.
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
