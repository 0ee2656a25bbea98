package dev.plimsoll.analysis.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.schemas.wire.EventDeserializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class AdvisoryMirroringIT {

    private static final int RECORDS = 20_000;

    @TempDir private Path folder;

    @Test
    void mirrorsAFolderIntoARealBrokerAndOnlyOnce() throws Exception {
        var feeds = Files.createDirectory(folder.resolve("feeds"));
        Files.writeString(
                feeds.resolve("debian.jsonl"),
                IntStream.range(0, RECORDS)
                        .mapToObj(AdvisoryMirroringIT::osv)
                        .collect(Collectors.joining("\n")));
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            var mirroring = mirroring(kafka, feeds);
            mirroring.start();
            var events = readUntilLoaded(kafka, 1);
            mirroring.stop();

            assertThat(mirroring.isRunning()).isFalse();
            assertThat(events).hasSize(RECORDS + 1);
            assertThat(events.subList(0, RECORDS)).allMatch(AdvisoryChanged.class::isInstance);
            assertThat(events.getLast())
                    .isInstanceOfSatisfying(
                            FeedLoaded.class,
                            feed -> assertThat(feed.getRecords()).isEqualTo(RECORDS));

            var again = mirroring(kafka, feeds);
            again.start();
            var afterRestart = readUntilLoaded(kafka, 2);
            again.stop();

            assertThat(afterRestart).hasSize(RECORDS + 2);
        }
    }

    private static AdvisoryMirroring mirroring(EmbeddedKafka kafka, Path feeds) {
        var properties = new KafkaProperties();
        properties.setBootstrapServers(List.of(kafka.bootstrapServers()));
        return new AdvisoryMirroring(
                new AdvisoryProperties(
                        List.of(feeds.toString()),
                        List.of(),
                        Duration.ofHours(1),
                        feeds.resolveSibling("downloads"),
                        List.of()),
                Set::of,
                new SimpleMeterRegistry(),
                properties,
                "test-");
    }

    private static List<SpecificRecord> readUntilLoaded(EmbeddedKafka kafka, int times) {
        var partition = new TopicPartition("test-advisories.changed", 0);
        var deadline = Instant.now().plusSeconds(90);
        try (var consumer =
                new KafkaConsumer<String, SpecificRecord>(
                        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new EventDeserializer<>())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var events = new ArrayList<SpecificRecord>();
            while (events.stream().filter(FeedLoaded.class::isInstance).count() < times) {
                assertThat(Instant.now()).as("feed loaded in time").isBefore(deadline);
                consumer.poll(Duration.ofMillis(200)).forEach(event -> events.add(event.value()));
            }
            return events;
        }
    }

    private static String osv(int number) {
        return """
               {"id":"DEBIAN-CVE-2024-%d","modified":"2026-01-01T00:00:00Z","upstream":["CVE-2024-%d"],\
               "affected":[{"package":{"ecosystem":"Debian:12","name":"package-%d"},\
               "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.%d"}]}]}]}\
               """
                .formatted(10_000 + number, 10_000 + number, number % 500, number);
    }
}
