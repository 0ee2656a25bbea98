package dev.plimsoll.notify;

import static dev.plimsoll.notify.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.HttpReceiver.Answer;
import dev.plimsoll.notify.HttpReceiver.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own that is killed without a chance to say good-bye. */
class CrashIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void aKillBetweenSendingAndRecordingMakesOneDuplicateAtMost(
            @TempDir Path data, @TempDir Path logs) throws Exception {
        var killed = new CountDownLatch(1);
        try (var kafka = EmbeddedKafka.start(data, 0);
                var chat = HttpReceiver.answering(number -> afterTheKill(number, killed));
                var onCall = HttpReceiver.answering(number -> afterTheKill(number, killed))) {
            var broker = new Broker(kafka.bootstrapServers(), "");
            var settings =
                    List.of(
                            "--server.port=0",
                            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            "--notify.delivery.answer-timeout=60s",
                            "--notify.destinations.chat.type=slack",
                            "--notify.destinations.chat.url=" + chat.url(),
                            "--notify.destinations.on-call.type=webhook",
                            "--notify.destinations.on-call.url=" + onCall.url(),
                            "--notify.destinations.on-call.secret="
                                    + "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

            var first = start(settings, logs.resolve("first.log"));
            try {
                await().atMost(PATIENCE).until(() -> hasTopics(broker));
                broker.publish(changed("CVE-2026-0001"));
                await().atMost(PATIENCE)
                        .until(() -> chat.requests().size() + onCall.requests().size() == 2);
            } finally {
                first.destroyForcibly().waitFor();
                killed.countDown();
            }
            assertThat(broker.ledger().values())
                    .extracting(AlertRecorded::getState)
                    .containsExactly(AlertState.SENDING, AlertState.SENDING);

            var second = start(settings, logs.resolve("second.log"));
            try {
                // A repetition of what was interrupted, and something new to wait for.
                broker.publish(changed("CVE-2026-0001"), changed("CVE-2026-0002"));
                await().atMost(PATIENCE).untilAsserted(() -> assertAllSent(broker, 4));
            } finally {
                second.destroyForcibly().waitFor();
            }

            assertThat(about("CVE-2026-0001", chat)).hasSize(2);
            assertThat(about("CVE-2026-0001", onCall)).hasSize(2);
            assertThat(
                            about("CVE-2026-0001", onCall).stream()
                                    .map(request -> request.headers().get("webhook-id"))
                                    .distinct())
                    .hasSize(1);
            assertThat(about("CVE-2026-0002", chat)).hasSize(1);
            assertThat(about("CVE-2026-0002", onCall)).hasSize(1);
        }
    }

    /** The first request is received and not answered before its sender is dead. */
    private static Answer afterTheKill(int number, CountDownLatch killed) {
        if (number == 1) {
            try {
                killed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Answer.of(200);
    }

    private static void assertAllSent(Broker broker, int alerts) {
        assertThat(broker.ledger().values())
                .hasSize(alerts)
                .allMatch(alert -> alert.getState() == AlertState.SENT);
    }

    private static List<Request> about(String vulnerability, HttpReceiver receiver) {
        return receiver.requests().stream()
                .filter(request -> request.body().contains(vulnerability))
                .toList();
    }

    private static boolean hasTopics(Broker broker) {
        return broker.topics().contains("alerts.ledger.dlq");
    }

    private static FindingsChanged changed(String vulnerability) {
        return FindingsChanged.newBuilder(Samples.changed(opened(vulnerability, Severity.HIGH)))
                .setAt(Instant.now())
                .build();
    }

    private static Process start(List<String> settings, Path log) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                NotifyApplication.class.getName()));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
