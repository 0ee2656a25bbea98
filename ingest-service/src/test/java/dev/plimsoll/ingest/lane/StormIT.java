package dev.plimsoll.ingest.lane;

import static dev.plimsoll.ingest.lane.Pushes.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many senders at once, most of them with what has been said before, on a real Kafka. */
class StormIT {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int PUSHES = 1_000;
    private static final int TIMES = 10;
    private static final int REPOSITORIES = 50;
    private static final int EVENTS_IN_A_DELIVERY = 10;
    private static final int SENDERS = 32;

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
    void row46EveryPushOfAStormIsScannedOnceAndOthersAreScannedBesides() throws Exception {
        var receipts = new ArrayList<Future<JsonNode>>();
        var senders = new Semaphore(SENDERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var delivery : storm()) {
                receipts.add(
                        threads.submit(
                                () -> {
                                    senders.acquire();
                                    try {
                                        return receipt(delivery);
                                    } finally {
                                        senders.release();
                                    }
                                }));
            }
            receipt(LanesIT.delivery("calm"));
            service.awaitEvents("scans.reported", key("calm"), 1);
        }

        int published = 0;
        int repeated = 0;
        for (var receipt : receipts) {
            published += receipt.get().path("published").asInt();
            repeated += receipt.get().path("repeated").asInt();
        }
        assertThat(published).isEqualTo(PUSHES);
        assertThat(repeated).isEqualTo(PUSHES * (TIMES - 1));
        var reported =
                service.await(
                        "scans.reported", PUSHES, record -> record.key().startsWith(key("storm-")));
        assertThat(reported).hasSize(PUSHES);
        assertThat(
                        IntStream.range(0, REPOSITORIES)
                                .map(number -> service.scan().attempts("storm-" + number))
                                .sum())
                .isEqualTo(PUSHES);
    }

    private static JsonNode receipt(String delivery) throws Exception {
        var answer = service.post("/events/acme?secret=let-me-in", delivery);
        assertThat(answer.statusCode()).isEqualTo(202);
        return JSON.readTree(answer.body());
    }

    /** Every push as often as the storm repeats it, in an order that is the same every time. */
    private static List<String> storm() {
        var events = new ArrayList<String>();
        for (int push = 0; push < PUSHES; push++) {
            events.addAll(Collections.nCopies(TIMES, event(push)));
        }
        Collections.shuffle(events, new Random(4711));
        var deliveries = new ArrayList<String>();
        for (int from = 0; from < events.size(); from += EVENTS_IN_A_DELIVERY) {
            var some = events.subList(from, from + EVENTS_IN_A_DELIVERY);
            deliveries.add("{\"events\": [" + String.join(",", some) + "]}");
        }
        return deliveries;
    }

    private static String event(int push) {
        return """
        {"id": "push-%d", "timestamp": "2026-03-01T10:00:00Z", "action": "push",
         "target": {"repository": "storm-%d", "tag": "1.%d", "digest": "sha256:%064x",
                    "mediaType": "application/vnd.oci.image.manifest.v1+json"},
         "request": {"host": "registry.example.com"}}
        """
                .formatted(push, push % REPOSITORIES, push, push);
    }
}
