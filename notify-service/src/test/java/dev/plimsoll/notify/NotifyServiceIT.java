package dev.plimsoll.notify;

import static dev.plimsoll.notify.Samples.IMAGE;
import static dev.plimsoll.notify.Samples.opened;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.HttpReceiver.Answer;
import dev.plimsoll.notify.HttpReceiver.Request;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The service as it runs, with a real broker, a mail server and receivers on this machine. */
@ExtendWith(OutputCaptureExtension.class)
class NotifyServiceIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedKafka kafka;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private String prefix;
    private Broker broker;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        kafka = EmbeddedKafka.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void ownTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        broker = new Broker(kafka.bootstrapServers(), prefix);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var closeable : toClose.reversed()) {
            closeable.close();
        }
    }

    @Test
    void tellsEveryDestinationOnceInItsOwnForm(CapturedOutput output) {
        var chat = receiver(_ -> Answer.of(200));
        var onCall = receiver(_ -> Answer.of(204));
        var mail = mailServer();
        start(slack("chat", chat), webhook("on-call", onCall), owners(mail));

        broker.publish(
                changed(
                        opened("CVE-2026-0001", Severity.HIGH),
                        opened("CVE-2026-0002", Severity.LOW)));

        awaitStates(Map.of("chat", "SENT", "on-call", "SENT", "owners", "SENT"));
        var alertId = broker.ledger().values().iterator().next().getAlertId();
        assertThat(chat.requests())
                .singleElement()
                .extracting(Request::body)
                .asString()
                .contains("team/web:1.5.0 — 1 high new", "CVE-2026-0001", "/images/")
                .doesNotContain("CVE-2026-0002");
        assertThat(onCall.requests())
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.headers()).containsEntry("webhook-id", alertId);
                            assertThat(request.headers().get("webhook-signature"))
                                    .startsWith("v1,");
                            assertThat(request.body()).contains("\"type\":\"image.alert\"");
                        });
        assertThat(mail.getReceivedMessages())
                .singleElement()
                .satisfies(message -> assertMail(message, alertId));
        assertThat(output)
                .contains("alert planned", "alert sent")
                .doesNotContain("canary-7f3a", SECRET);
    }

    private static void assertMail(MimeMessage message, String alertId) throws MessagingException {
        assertThat(message.getSubject())
                .isEqualTo("[Plimsoll] registry.example.com/team/web:1.5.0 — 1 high new");
        assertThat(message.getMessageID()).isEqualTo("<" + alertId + ".owners@plimsoll>");
        assertThat(message.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.com");
    }

    @Test
    void sendsNoSecondAlertWhenFindingsAreReplayed() {
        var chat = receiver(_ -> Answer.of(200));
        var changed = changed(opened("CVE-2026-0001", Severity.HIGH));
        start(slack("chat", chat));
        broker.publish(changed);
        awaitStates(Map.of("chat", "SENT"));

        // As a replay from the first offset does, with something new behind it to wait for.
        broker.publish(changed, changed(opened("CVE-2026-0002", Severity.HIGH)));

        await().atMost(PATIENCE).until(() -> chat.requests().size() == 2);
        awaitStates(Map.of("chat", "SENT"));
        assertThat(chat.requests().getLast().body())
                .contains("CVE-2026-0002")
                .doesNotContain("CVE-2026-0001");
        assertThat(broker.ledger().values()).hasSize(2);
    }

    @Test
    void sendsNothingAgainAfterARestart() {
        var chat = receiver(_ -> Answer.of(200));
        var service = start(slack("chat", chat));
        broker.publish(changed(opened("CVE-2026-0001", Severity.HIGH)));
        awaitStates(Map.of("chat", "SENT"));
        service.close();

        start(slack("chat", chat));
        broker.publish(changed(opened("CVE-2026-0002", Severity.HIGH)));

        await().atMost(PATIENCE).until(() -> chat.requests().size() == 2);
        assertThat(chat.requests().getLast().body()).contains("CVE-2026-0002");
    }

    @Test
    void deliversOnceWhenADestinationComesBackAndMakesNoOtherWait() {
        var port = receiver(_ -> Answer.of(200));
        port.close();
        var silent = new CountDownLatch(1);
        var stuck =
                receiver(
                        _ -> {
                            awaitQuietly(silent);
                            return Answer.of(200);
                        });
        toClose.add(silent::countDown);
        var onCall = receiver(_ -> Answer.of(200));
        start(slack("down", port), slack("stuck", stuck), webhook("on-call", onCall));

        var alerts =
                IntStream.range(0, 20)
                        .mapToObj(n -> changed(opened("CVE-2026-00" + n, Severity.HIGH)))
                        .toArray(FindingsChanged[]::new);
        broker.publish(alerts);

        await().atMost(PATIENCE).until(() -> onCall.requests().size() == 20);
        assertThat(stuck.requests()).hasSize(1);
        awaitLedger(alert -> alert.getDestination().equals("down") && alert.getAttempts() > 1);

        var up = HttpReceiver.answering(port.port(), _ -> Answer.of(200));
        toClose.add(up);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(broker.ledger().values())
                                        .filteredOn(a -> a.getDestination().equals("down"))
                                        .hasSize(20)
                                        .allMatch(a -> a.getState() == AlertState.SENT));
        assertThat(up.requests()).hasSize(20);
        assertThat(up.requests().stream().map(Request::body).distinct()).hasSize(20);
    }

    @Test
    void honoursRetryAfterAndTriesAgainAfterServerErrors() {
        var chat =
                receiver(
                        number ->
                                switch (number) {
                                    case 1 -> new Answer(429, Map.of("Retry-After", "1"), "slow");
                                    case 2 -> Answer.of(503);
                                    default -> Answer.of(200);
                                });
        start(slack("chat", chat));

        broker.publish(changed(opened("CVE-2026-0001", Severity.HIGH)));

        awaitStates(Map.of("chat", "SENT"));
        assertThat(chat.requests()).hasSize(3);
        assertThat(broker.ledger().values())
                .extracting(AlertRecorded::getAttempts)
                .containsExactly(3);
    }

    @Test
    void givesUpWhatIsRefusedAndKeepsItForPeople() {
        var elsewhere = receiver(_ -> Answer.of(200));
        var gone = receiver(_ -> new Answer(404, Map.of(), "no_service at /hook/canary-7f3a"));
        var moved = receiver(_ -> new Answer(301, Map.of("Location", elsewhere.url()), ""));
        start(slack("gone", gone), webhook("moved", moved));

        broker.publish(changed(opened("CVE-2026-0001", Severity.HIGH)));

        awaitStates(Map.of("gone", "FAILED", "moved", "FAILED"));
        assertThat(gone.requests()).hasSize(1);
        assertThat(moved.requests()).hasSize(1);
        assertThat(elsewhere.requests()).isEmpty();
        var reasons = new TreeMap<String, String>();
        broker.read("alerts.ledger.dlq")
                .forEach(
                        record ->
                                reasons.put(
                                        record.key().replaceAll(".*\\|", ""),
                                        header(record, "kafka_dlt-exception-message")));
        assertThat(reasons)
                .isEqualTo(
                        Map.of(
                                "gone", "HTTP 404: no_service at …",
                                "moved", "HTTP 301 (redirects are not followed)"));
    }

    @Test
    void repeatsOnceWhatMayHaveArrived() {
        var chat = receiver(_ -> Answer.of(0));
        var onCall = receiver(number -> Answer.of(number < 4 ? 0 : 200));
        start(slack("chat", chat), webhook("on-call", onCall));

        broker.publish(changed(opened("CVE-2026-0001", Severity.HIGH)));

        awaitStates(Map.of("chat", "FAILED", "on-call", "SENT"));
        assertThat(chat.requests()).hasSize(2);
        assertThat(onCall.requests()).hasSize(4);
        assertThat(onCall.requests().stream().map(r -> r.headers().get("webhook-id")).distinct())
                .hasSize(1);
    }

    @Test
    void summarisesAFirstScanAndAlertsNothingElse() {
        var chat = receiver(_ -> Answer.of(200));
        start(slack("chat", chat));
        var baseline =
                FindingsChanged.newBuilder(changed(opened("CVE-2026-0001", Severity.CRITICAL)))
                        .setBaseline(true)
                        .setParts(2)
                        .build();

        broker.publish(
                baseline,
                FindingsChanged.newBuilder(baseline).setPart(2).build(),
                changed(opened("CVE-2026-0009", Severity.HIGH)));

        await().atMost(PATIENCE).until(() -> chat.requests().size() == 2);
        assertThat(chat.requests())
                .extracting(Request::body)
                .anySatisfy(
                        body -> assertThat(body).contains("first scan of 1.x: 1 critical, 2 high"))
                .anySatisfy(body -> assertThat(body).contains("1 high new", "CVE-2026-0009"));
        assertThat(broker.ledger()).hasSize(2);
    }

    @Test
    void tellsAnOwnerOfReviewsOnceAndMorePeopleWhenTheyAreOverdue(CapturedOutput output) {
        var platform = receiver(_ -> Answer.of(200));
        var security = receiver(_ -> Answer.of(200));
        var mail = mailServer();
        start(
                webhook("platform", platform),
                slack("security", security),
                owners(mail),
                "--notify.reviews.owners[0].owner=platform@example.com"
                        + " --notify.reviews.owners[0].to=platform"
                        + " --notify.reviews.escalate=security");
        var upcoming = due("upcoming", "platform@example.com", ReviewStage.UPCOMING);
        var mailed = due("mailed", "ada@example.com", ReviewStage.UPCOMING);
        var overdue = due("overdue", "platform@example.com", ReviewStage.OVERDUE);

        broker.publish(upcoming);
        broker.publish(upcoming);
        broker.publish(mailed);
        broker.publish(overdue);

        awaitLedger(
                alert ->
                        alert.getAlertId().equals("overdue")
                                && alert.getDestination().equals("security")
                                && alert.getState() == AlertState.SENT);
        await().atMost(PATIENCE).until(() -> platform.requests().size() == 2);
        await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length == 1);
        assertThat(platform.requests())
                .extracting(request -> request.headers().get("webhook-id"))
                .containsExactlyInAnyOrder("upcoming", "overdue");
        assertThat(platform.requests().getFirst().body())
                .contains("\"type\":\"review.due\"", "python-base", "/reviews?owner=")
                .doesNotContain("\"image\"");
        assertThat(security.requests())
                .singleElement()
                .extracting(Request::body)
                .asString()
                .contains("Overdue: platform@example.com");
        assertThat(mail.getReceivedMessages())
                .singleElement()
                .satisfies(
                        message -> {
                            assertThat(message.getAllRecipients())
                                    .extracting(Object::toString)
                                    .containsExactly("ada@example.com");
                            assertThat(message.getSubject())
                                    .startsWith("[Plimsoll] ada@example.com — 1 rule to review");
                            assertThat(message.getMessageID())
                                    .matches("<mailed\\.owners\\.[0-9a-f]{32}@plimsoll>");
                        });
        assertThat(broker.ledger()).hasSize(4);
        assertThat(output).contains("alert planned", "kind=\"REVIEW\"", "rules=\"1\"");
    }

    private static ReviewDue due(String id, String owner, ReviewStage stage) {
        return ReviewDue.newBuilder(
                        Samples.review(stage, Samples.ruleDue("python-base", "2026-12-02")))
                .setId(id)
                .setOwner(owner)
                .setAt(Instant.now())
                .build();
    }

    @Test
    void setsAsideWhatCannotBeReadAndGoesOn() {
        var chat = receiver(_ -> Answer.of(200));
        var service = start(slack("chat", chat));
        var poison = "not an event".getBytes(UTF_8);
        var key = IMAGE.getRegistry() + "/" + IMAGE.getRepository();
        broker.send("findings.changed", key, poison);

        broker.publish(changed(opened("CVE-2026-0001", Severity.HIGH)));

        awaitStates(Map.of("chat", "SENT"));
        assertThat(broker.read("findings.changed.dlq"))
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.key()).isEqualTo(key);
                            assertThat(record.value()).isEqualTo(poison);
                            assertThat(header(record, "kafka_dlt-exception-stacktrace"))
                                    .contains("not an event");
                        });

        // The ledger too, when its last record is the bad one and it has to be read anew.
        service.close();
        for (int n = 0; n < 12; n++) {
            broker.send("alerts.ledger", "somebody-else-" + n, poison);
        }
        broker.publish(changed(opened("CVE-2026-0002", Severity.HIGH)));
        start(slack("chat", chat));

        await().atMost(PATIENCE).until(() -> chat.requests().size() == 2);
        await().atMost(PATIENCE).until(() -> broker.read("alerts.ledger.dlq").size() == 12);
    }

    @Test
    void givesUpAlertsThatAreTooOld() {
        var chat = receiver(_ -> Answer.of(200));
        start(slack("chat", chat));

        broker.publish(
                FindingsChanged.newBuilder(changed(opened("CVE-2026-0001", Severity.HIGH)))
                        .setAt(Instant.now().minus(Duration.ofDays(8)))
                        .build());

        awaitStates(Map.of("chat", "FAILED"));
        assertThat(chat.requests()).isEmpty();
        assertThat(broker.ledger().values().iterator().next().getLastError()).startsWith("too old");
    }

    @Test
    void writesASettlementAgainThatARepetitionHides() {
        var chat = receiver(_ -> Answer.of(200));
        var changed = changed(opened("CVE-2026-0001", Severity.HIGH));
        var service = start(slack("chat", chat));
        broker.publish(changed);
        awaitStates(Map.of("chat", "SENT"));
        var sent = broker.ledger().values().iterator().next();
        service.close();

        // The repetition comes while nobody is there.
        broker.publish(
                AlertRecorded.newBuilder(sent).setState(AlertState.PLANNED).setAttempts(0).build());
        start(slack("chat", chat));

        awaitStates(Map.of("chat", "SENT"));
        assertThat(broker.ledger().values()).containsExactly(sent);
        assertThat(chat.requests()).hasSize(1);
    }

    @Test
    void namesAMisspeltSettingWithoutItsValue(CapturedOutput output) {
        assertThatThrownBy(() -> start("--notify.destinations.chat.ulr=https://a/canary-7f3a"))
                .isNotNull();

        assertThat(output).contains("notify.destinations.chat.ulr").doesNotContain("canary-7f3a");
    }

    private AutoCloseableService start(String... settings) {
        var arguments = new ArrayList<String>();
        arguments.add("--server.port=0");
        arguments.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
        arguments.add("--plimsoll.topic-prefix=" + prefix);
        arguments.add("--notify.pages=http://127.0.0.1:8082");
        arguments.add("--notify.delivery.first-back-off=50ms");
        arguments.add("--notify.delivery.longest-back-off=500ms");
        for (var setting : settings) {
            arguments.addAll(Arrays.asList(setting.split(" ")));
        }
        var context =
                new SpringApplicationBuilder(NotifyApplication.class)
                        .run(arguments.toArray(String[]::new));
        AutoCloseableService service = context::close;
        toClose.add(service);
        return service;
    }

    private interface AutoCloseableService extends AutoCloseable {
        @Override
        void close();
    }

    private HttpReceiver receiver(IntFunction<Answer> answers) {
        var receiver = HttpReceiver.answering(answers);
        toClose.add(receiver);
        return receiver;
    }

    private GreenMail mailServer() {
        var mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
        mail.start();
        toClose.add(mail::stop);
        return mail;
    }

    private static String slack(String name, HttpReceiver receiver) {
        return "--notify.destinations.%1$s.type=slack --notify.destinations.%1$s.url=%2$s"
                .formatted(name, receiver.url());
    }

    private static String webhook(String name, HttpReceiver receiver) {
        return ("--notify.destinations.%1$s.type=webhook --notify.destinations.%1$s.url=%2$s"
                        + " --notify.destinations.%1$s.secret=%3$s")
                .formatted(name, receiver.url(), SECRET);
    }

    private static String owners(GreenMail mail) {
        return "--notify.destinations.owners.type=mail"
                + " --notify.destinations.owners.from=plimsoll@example.com"
                + " --notify.destinations.owners.to=a@example.com"
                + " --spring.mail.host=127.0.0.1 --spring.mail.port="
                + mail.getSmtp().getPort();
    }

    /** A change of this moment. */
    private static FindingsChanged changed(FindingChange... changes) {
        return FindingsChanged.newBuilder(Samples.changed(changes)).setAt(Instant.now()).build();
    }

    private void awaitStates(Map<String, String> states) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var reached = new TreeMap<String, String>();
                            broker.ledger()
                                    .values()
                                    .forEach(
                                            alert ->
                                                    reached.put(
                                                            alert.getDestination(),
                                                            alert.getState().name()));
                            assertThat(reached).isEqualTo(states);
                        });
    }

    private void awaitLedger(java.util.function.Predicate<AlertRecorded> condition) {
        await().atMost(PATIENCE).until(() -> broker.ledger().values().stream().anyMatch(condition));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
