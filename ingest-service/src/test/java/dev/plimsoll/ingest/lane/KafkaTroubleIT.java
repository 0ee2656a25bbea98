package dev.plimsoll.ingest.lane;

import static dev.plimsoll.ingest.lane.Pushes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanReported;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path data;

    @Test
    void whatWasAnsweredSurvivesARestartAndWhatWasNotComesAgain() throws Exception {
        var kafka = EmbeddedKafka.start(data, 0);
        int port = Integer.parseInt(kafka.bootstrapServers().replaceFirst(".*:", ""));
        try (var service = RunningService.start(kafka.bootstrapServers())) {
            assertThat(push(service, "before")).isEqualTo(202);

            kafka.close();
            assertThat(push(service, "during")).isEqualTo(503);

            kafka = EmbeddedKafka.start(data, port);
            pushUntilTaken(service, "during");
            assertThat(push(service, "after")).isEqualTo(202);

            service.awaitEvents("scans.reported", key("before"), 1);
            service.awaitEvents("scans.reported", key("after"), 1);
            // What was answered with 503 may have reached Kafka all the same, and was sent again:
            // it comes at least once, and always under the one id of the delivery.
            assertThat(service.awaitRepeatable("scans.reported", key("during")))
                    .extracting(event -> ((ScanReported) event).getEventId())
                    .containsOnly(eventId(service.awaitRepeatable("images.pushed", key("during"))));
        } finally {
            kafka.close();
        }
    }

    @Test
    void topicsOfAnotherShapeStopTheStart() throws Exception {
        try (var kafka = EmbeddedKafka.start(data, 0)) {
            try (var admin =
                    Admin.create(
                            Map.of(
                                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("it-images.pushed", 2, (short) 1)))
                        .all()
                        .get();
            }

            assertThatThrownBy(() -> RunningService.start(kafka.bootstrapServers()))
                    .rootCause()
                    .hasMessageContaining("topic 'it-images.pushed' has 2 partitions, expected 6");
        }
    }

    private static String eventId(List<SpecificRecord> pushes) {
        return ((ImagePushed) pushes.getFirst()).getEventId();
    }

    private static void pushUntilTaken(RunningService service, String repository)
            throws IOException, InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        int status;
        do {
            status = push(service, repository);
        } while (status != 202 && Instant.now().isBefore(deadline));
        assertThat(status).isEqualTo(202);
    }

    private static int push(RunningService service, String repository)
            throws IOException, InterruptedException {
        return service.post("/events/acme?secret=let-me-in", LanesIT.delivery(repository))
                .statusCode();
    }
}
