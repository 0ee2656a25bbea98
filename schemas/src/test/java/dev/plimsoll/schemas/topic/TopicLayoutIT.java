package dev.plimsoll.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicLayoutIT {

    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void createsWhatIsMissingAndIsContentTheSecondTime() throws Exception {
        var layout = new TopicLayout(admin, "fresh.");

        layout.ensure(Topic.events());
        layout.ensure(Topic.events());

        assertThat(admin.listTopics().names().get())
                .contains("fresh.images.pushed", "fresh.advisories.changed");
    }

    @Test
    void namesEveryDifference() throws Exception {
        admin.createTopics(
                        List.of(
                                new NewTopic(
                                                "other.images.pushed",
                                                Optional.of(3),
                                                Optional.empty())
                                        .configs(
                                                Map.of(
                                                        "retention.ms", "1000",
                                                        "max.message.bytes", "1000000"))))
                .all()
                .get();

        assertThatThrownBy(
                        () -> new TopicLayout(admin, "other.").ensure(List.of(Topic.IMAGES_PUSHED)))
                .isInstanceOf(TopicLayoutException.class)
                .hasMessageContaining("topic 'other.images.pushed' has 3 partitions, expected 6")
                .hasMessageContaining("has retention.ms=1000, expected 2592000000")
                .hasMessageContaining("has max.message.bytes=1000000, expected 8388608");
    }

    @Test
    void anInventoryOfTwentyThousandComponentsTravelsInOneRecord() throws Exception {
        new TopicLayout(admin, "large.").ensure(List.of(Topic.SCANS_REPORTED));
        var report = report(20_000);

        send("large.scans.reported", report);

        assertThat(read("large.scans.reported")).isEqualTo(report);
    }

    private static void send(String topic, ScanReported report) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "compression.type",
                        "zstd",
                        "max.request.size",
                        16 * 1024 * 1024);
        try (var producer =
                new KafkaProducer<>(
                        settings, new StringSerializer(), new EventSerializer<ScanReported>())) {
            producer.send(new ProducerRecord<>(topic, 0, "registry.example.com/big", report)).get();
        }
    }

    private static ScanReported read(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer =
                new KafkaConsumer<>(
                        settings,
                        new StringDeserializer(),
                        new EventDeserializer<ScanReported>())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var deadline = Instant.now().plusSeconds(60);
            while (Instant.now().isBefore(deadline)) {
                for (var found : consumer.poll(Duration.ofMillis(200))) {
                    return found.value();
                }
            }
            throw new AssertionError("no record within a minute");
        }
    }

    private static ScanReported report(int components) {
        var now = Instant.parse("2026-03-10T12:00:00Z");
        return ScanReported.newBuilder()
                .setScanId("s")
                .setEventId("e")
                .setPushOffset(0)
                .setRegistry("registry.example.com")
                .setRepository("big")
                .setDigest("sha256:" + "0".repeat(64))
                .setPlatform("linux/amd64")
                .setEngine("builtin")
                .setEngineVersion("1")
                .setOccurredAt(now)
                .setStartedAt(now)
                .setFinishedAt(now)
                .setOutcome(
                        Inventory.newBuilder()
                                .setDistribution(new Distribution("debian", "12", "bookworm", null))
                                .setComponents(
                                        IntStream.range(0, components)
                                                .mapToObj(TopicLayoutIT::component)
                                                .toList())
                                .setLayers(List.of())
                                .setConfig(ImageConfig.newBuilder().build())
                                .build())
                .build();
    }

    private static Component component(int number) {
        var name = "library-with-a-long-name-" + number;
        return Component.newBuilder()
                .setPurl(
                        "pkg:deb/debian/%s@1.0.%d?arch=amd64&distro=debian-12"
                                .formatted(name, number))
                .setType("deb")
                .setName(name)
                .setVersion("1.0." + number)
                .setSourceName(name)
                .setSourceVersion("1.0." + number)
                .setPath("var/lib/dpkg/status")
                .setDepends(List.of("libc6", "library-with-a-long-name-" + (number / 2)))
                .build();
    }
}
