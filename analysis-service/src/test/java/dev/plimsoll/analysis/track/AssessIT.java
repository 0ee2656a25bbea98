package dev.plimsoll.analysis.track;

import static dev.plimsoll.analysis.track.Samples.advisory;
import static dev.plimsoll.analysis.track.Samples.feed;
import static dev.plimsoll.analysis.track.Samples.inventory;
import static dev.plimsoll.analysis.track.Samples.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.AnalysisApplication;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Severity;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The topology in its service, with a real broker. */
class AssessIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WEB = Samples.REGISTRY + "/web";

    @TempDir static Path folder;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void scansBecomeFindingsAndTheCopiesAreRebuiltWhenTheStateIsLost() throws IOException {
        var state = folder.resolve("state");
        try (var _ = service(state)) {
            send("scans.reported", WEB, new byte[] {4, 7, 1, 1});
            send(
                    "advisories.changed",
                    "feed:debian",
                    FeedLoaded.newBuilder(feed(false)).setLoadedAt(Instant.now()).build());
            send(
                    "advisories.changed",
                    "DEBIAN-CVE-2026-0001",
                    advisory("CVE-2026-0001", Severity.HIGH, "openssl", null));
            send("scans.reported", WEB, scan("web", "main", 1, inventory("openssl=3.0.1")));

            var baseline =
                    await("findings.changed", record -> decoded(record) instanceof FindingsChanged);
            assertThat(baseline.key()).isEqualTo(WEB);
            var image =
                    await(
                            "images.assessed",
                            record ->
                                    decoded(record) instanceof ImageAssessed assessed
                                            && assessed.getStatus() == ImageStatus.AFFECTED);
            assertThat(image.key()).isEqualTo(WEB + ":main linux/amd64");
            assertThat(image.partition())
                    .as("the image lies where its repository lies")
                    .isEqualTo(baseline.partition());
            assertThat(await("scans.reported.dlq", _ -> true).value())
                    .isEqualTo(new byte[] {4, 7, 1, 1});
        }

        wipe(state);
        try (var _ = service(state)) {
            send(
                    "scans.reported",
                    WEB,
                    scan("web", "main", 2, inventory("openssl=3.0.1", "zlib=1.2.1")));
            send(
                    "advisories.changed",
                    "DEBIAN-CVE-2026-0002",
                    advisory("CVE-2026-0002", Severity.CRITICAL, "zlib", null));

            var opened =
                    await(
                            "findings.changed",
                            record ->
                                    decoded(record) instanceof FindingsChanged changed
                                            && changed.getChanges().stream()
                                                    .anyMatch(
                                                            change ->
                                                                    change.getFinding()
                                                                            .getVulnerability()
                                                                            .equals(
                                                                                    "CVE-2026-0002")));
            var changed = (FindingsChanged) decoded(opened);
            assertThat(changed.getBaseline()).isFalse();
            assertThat(changed.getChanges().getFirst().getKind()).isEqualTo(ChangeKind.OPENED);
            assertThat(changed.getOpen().getHigh())
                    .as("what was known before the state was lost")
                    .isEqualTo(1);
        }
    }

    private static ConfigurableApplicationContext service(Path state) {
        return new SpringApplicationBuilder(AnalysisApplication.class)
                .run(
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--server.port=0",
                        "--analysis.state-folder=" + state,
                        "--analysis.elasticsearch.url=http://127.0.0.1:1",
                        "--analysis.access.password=of-this-test-only",
                        "--analysis.rules.folder=" + folder.resolve("rules"));
    }

    private static void send(String topic, String key, SpecificRecord event) {
        try (var events = new EventSerializer<>()) {
            send(topic, key, events.serialize(topic, event));
        }
    }

    private static void send(String topic, String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value));
        }
    }

    private static SpecificRecord decoded(ConsumerRecord<String, byte[]> record) {
        try (var events = new EventDeserializer<>()) {
            return events.deserialize(record.topic(), record.value());
        }
    }

    /** Reads a topic from its beginning until a record fits. */
    private static ConsumerRecord<String, byte[]> await(
            String topic, Predicate<ConsumerRecord<String, byte[]>> condition) {
        var end = Instant.now().plus(PATIENCE);
        var seen = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (Instant.now().isBefore(end)) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (condition.test(record)) {
                        return record;
                    }
                    seen.add(record.key());
                }
            }
        }
        throw new AssertionError("nothing that fits came in '%s', only %s".formatted(topic, seen));
    }

    private static void wipe(Path folder) throws IOException {
        List<Path> paths;
        try (var walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : paths) {
            Files.delete(path);
        }
    }
}
