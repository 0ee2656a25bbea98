package dev.plimsoll.ingest.lane;

import static dev.plimsoll.ingest.lane.Pushes.key;
import static dev.plimsoll.ingest.lane.Pushes.push;
import static dev.plimsoll.ingest.lane.Pushes.untagged;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.replay.ReplayCommand;
import dev.plimsoll.schemas.wire.EventCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LanesIT {

    private static final byte[] POISON = "not an event".getBytes(UTF_8);

    @TempDir private static Path data;

    private static EmbeddedKafka kafka;
    private static RunningService service;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(data, 0);
        service = RunningService.start(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        service.close();
        kafka.close();
    }

    @Test
    void aPushIsScannedAndReportedWithItsPlaceInTheOrder() throws Exception {
        var answer = service.post("/events/acme?secret=let-me-in", delivery("whole/way"));

        assertThat(answer.statusCode()).isEqualTo(202);
        var pushed =
                service.await("images.pushed", 1, record -> record.key().equals(key("whole/way")));
        var reported =
                (ScanReported)
                        service.awaitEvents("scans.reported", key("whole/way"), 1).getFirst();
        assertThat(reported.getPushOffset()).isEqualTo(pushed.getFirst().offset());
        assertThat(reported.getTag()).isEqualTo("1.0");
    }

    @Test
    void aRequestIsScannedOnALaneOfItsOwn() throws Exception {
        var answer =
                service.post("/scans", "{\"reference\": \"registry.example.com/asked/for:1\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        var reported =
                (ScanReported)
                        service.awaitEvents("scans.reported", key("asked/for"), 1).getFirst();
        assertThat(reported.getPushOffset()).isEqualTo(-1);
        assertThat(reported.getTrigger()).isEqualTo(Trigger.MANUAL);
        assertThat(reported.getEventId())
                .isEqualTo(new JsonMapper().readTree(answer.body()).path("eventId").asString());
    }

    @Test
    void whatAScheduleGaveAPlaceAmongThePushesIsScannedOnTheLaneOfRequests() {
        var placed =
                ImagePushed.newBuilder(push("placed", "1")).setTrigger(Trigger.SCHEDULE).build();

        service.produce("images.pushed", key("placed"), placed);

        var pushed =
                service.await("images.pushed", 1, record -> record.key().equals(key("placed")));
        var request =
                service.await("images.rescan", 1, record -> record.key().equals(key("placed")));
        var offset = pushed.getFirst().offset();
        assertThat(header(request.getFirst(), "plimsoll-push-offset"))
                .isEqualTo(Long.toString(offset));
        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("placed"), 1).getFirst();
        assertThat(reported.getPushOffset()).isEqualTo(offset);
        assertThat(reported.getTrigger()).isEqualTo(Trigger.SCHEDULE);
    }

    @Test
    void whatIsNoEventIsDeadLetteredAsItWasAndThePartitionGoesOn() {
        service.produce("images.pushed", key("poisoned"), POISON);
        service.produce("images.pushed", key("poisoned"), push("poisoned", "1"));

        service.awaitEvents("scans.reported", key("poisoned"), 1);
        var dead =
                service.await(
                        "images.pushed.dlq", 1, record -> record.key().equals(key("poisoned")));
        assertThat(dead.getFirst().value()).isEqualTo(POISON);
        assertThat(header(dead.getFirst(), "kafka_dlt-original-topic"))
                .isEqualTo("it-images.pushed");
        assertThat(header(dead.getFirst(), "kafka_dlt-exception-message")).isNotEmpty();
        assertThat(header(dead.getFirst(), "kafka_dlt-exception-stacktrace"))
                .contains("not an event: 12 bytes");
    }

    @Test
    void anEventOfAnotherTopicIsDeadLetteredAtOnce() {
        var lost =
                FeedLoaded.newBuilder()
                        .setFeed("lost")
                        .setLocation("/feeds")
                        .setRecords(0)
                        .setLoadedAt(Instant.EPOCH)
                        .build();

        service.produce("images.rescan", key("lost"), lost);

        var dead =
                service.await("images.rescan.dlq", 1, record -> record.key().equals(key("lost")));
        assertThat(new EventCodec().decode(dead.getFirst().value())).isEqualTo(lost);
        assertThat(header(dead.getFirst(), "kafka_dlt-exception-stacktrace"))
                .contains("'FeedLoaded' does not belong");
    }

    @Test
    void row40APushWaitsForARegistryThatRecovers() {
        service.produce("images.pushed", key("flaky"), push("flaky", "1"));

        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("flaky"), 1).getFirst();
        assertThat(reported.getEngine()).isEqualTo("scripted");
        assertThat(service.scan().attempts("flaky")).isEqualTo(8);
    }

    @Test
    void aRegistryThatStaysAwayFailsTheImageAndLeavesADeadLetter() {
        var push = push("down", "1");
        service.produce("images.pushed", key("down"), push);

        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("down"), 1).getFirst();
        assertThat(reported.getEventId()).isEqualTo(push.getEventId());
        assertThat(reported.getPushOffset()).isNotNegative();
        assertThat(reported.getOutcome())
                .isEqualTo(failure("REGISTRY_UNAVAILABLE", "registry.example.com answered 503"));
        assertThat(service.scan().attempts("down")).isGreaterThan(5);
        var dead =
                service.await("images.pushed.dlq", 1, record -> record.key().equals(key("down")));
        assertThat(new EventCodec().decode(dead.getFirst().value())).isEqualTo(push);
    }

    @Test
    void aScannerThatBreaksFailsTheImageAndKeepsItsWordsToItself() {
        service.produce("images.rescan", key("broken"), push("broken", "1"));

        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("broken"), 1).getFirst();
        assertThat(reported.getPushOffset()).isEqualTo(-1);
        assertThat(reported.getOutcome())
                .isEqualTo(
                        failure(
                                "SCANNER_ERROR",
                                "the scanner stopped with IllegalStateException; the log of ingest-service says more"));
    }

    @Test
    void anInventoryTooLargeForKafkaFailsTheImage() {
        service.produce("images.pushed", key("huge"), push("huge", "1"));

        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("huge"), 1).getFirst();
        assertThat(((ScanFailure) reported.getOutcome()).getReason()).isEqualTo("REPORT_TOO_LARGE");
    }

    @Test
    void deletionsAndUntaggedPushesAreNotScannedUnlessAskedFor() {
        var deleted =
                ImageDeleted.newBuilder()
                        .setEventId("0".repeat(32))
                        .setSource("acme")
                        .setRegistry("registry.example.com")
                        .setRepository("quiet")
                        .setTag("1")
                        .setOccurredAt(Instant.EPOCH)
                        .setReceivedAt(Instant.EPOCH)
                        .build();
        service.produce("images.pushed", key("quiet"), deleted);
        service.produce("images.pushed", key("quiet"), untagged("quiet", Trigger.PUSH));
        service.produce("images.pushed", key("quiet"), untagged("quiet", Trigger.MANUAL));
        service.produce("images.pushed", key("quiet"), push("quiet", "last"));

        var reported = service.awaitEvents("scans.reported", key("quiet"), 2);
        assertThat(reported)
                .extracting(report -> ((ScanReported) report).getTrigger())
                .containsExactly(Trigger.MANUAL, Trigger.PUSH);
        assertThat(service.scan().attempts("quiet")).isEqualTo(2);
    }

    @Test
    void deadPushesAreReplayedAsRequestsAndTheRestStays() {
        var lost = push("replayed", "1");
        service.produce("images.pushed.dlq", key("replayed"), lost);
        service.produce("images.pushed.dlq", key("unreadable"), POISON);

        int left = ReplayCommand.run(service.arguments("--replay=images.pushed.dlq"));
        int wrong = ReplayCommand.run(service.arguments("--replay=scans.reported"));

        assertThat(List.of(left, wrong)).containsExactly(1, 2);
        var reported =
                (ScanReported) service.awaitEvents("scans.reported", key("replayed"), 1).getFirst();
        assertThat(reported.getEventId()).isEqualTo(lost.getEventId());
        assertThat(reported.getPushOffset()).isEqualTo(-1);
        var still =
                service.await(
                        "images.pushed.dlq", 2, record -> record.key().equals(key("unreadable")));
        assertThat(still).extracting(ConsumerRecord::value).containsExactly(POISON, POISON);
    }

    @Test
    void theServiceIsReadyAndShowsNothingElse() throws IOException, InterruptedException {
        assertThat(service.get("/actuator/health/readiness").body()).contains("UP");
        assertThat(service.get("/actuator/health/registries").body())
                .contains("\"registry.example.com\":\"CLOSED\"");
        assertThat(service.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    static String delivery(String repository) {
        return """
        {"events": [{
            "id": "%s", "timestamp": "2026-03-01T10:00:00Z", "action": "push",
            "target": {"repository": "%s", "tag": "1.0",
                "mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s"},
            "request": {"host": "registry.example.com"}}]}
        """
                .formatted(repository, repository, ScriptedScan.DIGEST);
    }

    private static ScanFailure failure(String reason, String message) {
        return ScanFailure.newBuilder()
                .setKind(ScanFailureKind.FAILED)
                .setReason(reason)
                .setMessage(message)
                .build();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
