package dev.plimsoll.ingest.lane;

import static dev.plimsoll.ingest.lane.Pushes.key;
import static dev.plimsoll.ingest.lane.Pushes.push;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The way of a push, and of what is none, on Kafka as it is shipped. */
@Testcontainers(disabledWithoutDocker = true)
class LanesContainerIT {

    @Container
    private static final KafkaContainer KAFKA =
            new KafkaContainer("apache/kafka:4.1.2").withStartupTimeout(Duration.ofMinutes(5));

    @Test
    void aPushIsScannedAndPoisonBesideItIsDeadLettered() throws Exception {
        try (var service = RunningService.start(KAFKA.getBootstrapServers())) {
            service.produce("images.pushed", key("poisoned"), "not an event".getBytes(UTF_8));
            service.produce("images.pushed", key("poisoned"), push("poisoned", "1"));
            var answer =
                    service.post("/events/acme?secret=let-me-in", LanesIT.delivery("whole/way"));

            assertThat(answer.statusCode()).isEqualTo(202);
            service.awaitEvents("scans.reported", key("whole/way"), 1);
            service.awaitEvents("scans.reported", key("poisoned"), 1);
            var dead =
                    service.await(
                            "images.pushed.dlq", 1, record -> record.key().equals(key("poisoned")));
            assertThat(dead.getFirst().value()).isEqualTo("not an event".getBytes(UTF_8));
        }
    }
}
