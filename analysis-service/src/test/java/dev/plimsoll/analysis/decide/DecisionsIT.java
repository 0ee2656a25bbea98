package dev.plimsoll.analysis.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.analysis.accept.TestReader;
import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.access.Role;
import dev.plimsoll.analysis.decide.Decided.Cause;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import dev.plimsoll.schemas.wire.EventDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Two instances that decide, on one real broker. */
class DecisionsIT {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final Account ANNA = new Account("anna", Set.of(Role.DECIDER), List.of());
    private static final Account VOICE =
            new Account("voice", Set.of(Role.OWNER), List.of("reg.example.com/voice/*"));
    private static final Account READER = new Account("reader", Set.of(Role.READER), List.of());

    @TempDir static Path folder;

    private static EmbeddedKafka kafka;
    private static Instance one;
    private static Instance two;

    /** What one service has of this package. */
    private record Instance(RulesTopic topic, LiveRules rules, Decisions decisions)
            implements AutoCloseable {

        static Instance start() {
            var settings = new KafkaProperties();
            settings.setBootstrapServers(List.of(kafka.bootstrapServers()));
            var topic = new RulesTopic(settings, "");
            var rules = new LiveRules(topic);
            rules.start();
            return new Instance(
                    topic,
                    rules,
                    new Decisions(rules, TestReader.of(null), topic, InstantSource.fixed(NOW)));
        }

        FolderReload reload(RuleReader reader) {
            return new FolderReload(reader, rules, decisions, topic, InstantSource.fixed(NOW));
        }

        @Override
        public void close() {
            rules.stop();
            topic.close();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicLayout(admin, "").ensure(List.of(Topic.RULES_CHANGED, Topic.DECISIONS_LOGGED));
        }
        one = Instance.start();
        two = Instance.start();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        kafka.close();
    }

    @Test
    void aRuleHoldsOnEveryInstanceAsSoonAsItIsDecidedAndEveryStepIsLogged() {
        var created = done(put(one, "life", rule("voice/agent", "first"), new Expected.Absent()));
        two.rules.catchUp(Duration.ofSeconds(10));
        assertThat(two.rules.rule("life")).contains(created.rule());
        assertThat(created.created()).isTrue();

        var changed =
                done(
                        put(
                                two,
                                "life",
                                rule("voice/agent", "second"),
                                new Expected.Version(created.rule().version())));
        var renewed =
                done(
                        one.decisions.renew(
                                "life",
                                LocalDate.parse("2026-12-15"),
                                LocalDate.parse("2027-01-15"),
                                new Expected.Version(changed.rule().version()),
                                "still waiting for upstream",
                                Actor.page(ANNA, "POST /reviews")));
        var handed =
                done(
                        one.decisions.handOver(
                                "life",
                                "voice@example.com",
                                new Expected.Version(renewed.rule().version()),
                                "their image",
                                api(ANNA)));
        var revoked =
                done(
                        two.decisions.revoke(
                                "life",
                                new Expected.Version(handed.rule().version()),
                                "rebuilt",
                                api(ANNA)));

        assertThat(renewed.rule().event().getReview()).isEqualTo(LocalDate.parse("2026-12-15"));
        assertThat(renewed.rule().event().getUntil()).isEqualTo("2027-01-16T00:00:00Z");
        assertThat(renewed.rule().event().getDecided()).isEqualTo(LocalDate.parse("2026-11-02"));
        assertThat(handed.rule().event().getOwner()).isEqualTo("voice@example.com");
        assertThat(revoked.rule().event().getState()).isEqualTo(RuleState.REMOVED);
        assertThat(two.rules.rule("life")).isEmpty();
        assertThat(log("life"))
                .extracting(
                        DecisionLogged::getAction,
                        DecisionLogged::getOutcome,
                        DecisionLogged::getBy,
                        DecisionLogged::getWhy)
                .containsExactly(
                        tuple(DecisionAction.CREATE, DecisionOutcome.DONE, "anna", "first"),
                        tuple(DecisionAction.CHANGE, DecisionOutcome.DONE, "anna", "second"),
                        tuple(
                                DecisionAction.RENEW,
                                DecisionOutcome.DONE,
                                "anna",
                                "still waiting for upstream"),
                        tuple(
                                DecisionAction.HAND_OVER,
                                DecisionOutcome.DONE,
                                "anna",
                                "their image"),
                        tuple(DecisionAction.REVOKE, DecisionOutcome.DONE, "anna", "rebuilt"));
        assertThat(log("life").get(1).getBefore()).isEqualTo(created.rule().event());
        assertThat(log("life").get(1).getAfter()).isEqualTo(changed.rule().event());
        assertThat(log("life")).extracting(DecisionLogged::getId).doesNotHaveDuplicates();
    }

    @Test
    void aStaleVersionIsRefusedAndTheRefusalIsLogged() {
        var first = done(put(one, "stale", rule("voice/agent", "a"), new Expected.Absent()));
        done(
                put(
                        two,
                        "stale",
                        rule("voice/agent", "b"),
                        new Expected.Version(first.rule().version())));

        var late =
                put(
                        one,
                        "stale",
                        rule("voice/agent", "c"),
                        new Expected.Version(first.rule().version()));

        assertThat(refused(late).cause()).isEqualTo(Cause.LOST_UPDATE);
        assertThat(
                        refused(put(one, "stale", rule("voice/agent", "c"), new Expected.Absent()))
                                .cause())
                .isEqualTo(Cause.LOST_UPDATE);
        assertThat(
                        refused(put(one, "stale", rule("voice/agent", "c"), new Expected.Unsaid()))
                                .cause())
                .isEqualTo(Cause.VERSION_MISSING);
        assertThat(log("stale"))
                .extracting(DecisionLogged::getOutcome)
                .containsExactly(
                        DecisionOutcome.DONE,
                        DecisionOutcome.DONE,
                        DecisionOutcome.REFUSED,
                        DecisionOutcome.REFUSED,
                        DecisionOutcome.REFUSED);
        assertThat(log("stale").get(2).getRefusal()).contains("changed by 'anna'");
    }

    @Test
    void theSameAgainChangesNothing() {
        var first = done(put(one, "again", rule("voice/agent", "a"), new Expected.Absent()));

        var second = done(put(two, "again", rule("voice/agent", "a"), new Expected.Absent()));

        assertThat(second.changed()).isFalse();
        assertThat(second.rule()).isEqualTo(first.rule());
        assertThat(log("again")).hasSize(1);
    }

    @Test
    void aRepetitionAfterACrashBetweenLogAndRuleHasTheSameId() {
        var actor = api(ANNA);
        var wanted = FolderChangesTest.file("crash", "r");
        var records = new DecisionRecords(InstantSource.system());

        var first = records.done("crash", DecisionAction.CREATE, null, wanted, null, actor);
        var again = records.done("crash", DecisionAction.CREATE, null, wanted, null, actor);
        var next =
                records.done(
                        "crash", DecisionAction.CHANGE, new Held<>(wanted, 7), wanted, null, actor);

        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(next.getId()).isNotEqualTo(first.getId());
    }

    @Test
    void ofManyWhoDecideAtOnceOnBothInstancesOneIsDoneAndHolds() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                var id = "race-" + round;
                var outcomes =
                        threads
                                .invokeAll(
                                        IntStream.range(0, 4)
                                                .mapToObj(
                                                        i ->
                                                                (Callable<Decided>)
                                                                        () ->
                                                                                put(
                                                                                        i % 2 == 0
                                                                                                ? one
                                                                                                : two,
                                                                                        id,
                                                                                        rule(
                                                                                                "voice/agent",
                                                                                                "by "
                                                                                                        + i),
                                                                                        new Expected
                                                                                                .Absent()))
                                                .toList())
                                .stream()
                                .map(Future::resultNow)
                                .toList();

                var winners = outcomes.stream().filter(Decided.Done.class::isInstance).toList();
                assertThat(winners).as("of %s", outcomes).hasSize(1);
                one.rules.catchUp(Duration.ofSeconds(10));
                assertThat(one.rules.rule(id).orElseThrow().event())
                        .isEqualTo(((Decided.Done) winners.getFirst()).rule().event());
            }
        }
    }

    @Test
    void anOwnerDecidesAboutTheirOwnImagesOnly() {
        var own = rule("reg.example.com/voice/agent", "r");
        assertThat(one.decisions.put("own", own, new Expected.Absent(), null, api(VOICE)))
                .isInstanceOf(Decided.Done.class);
        done(put(one, "wide", rule("reg.example.com/**", "r"), new Expected.Absent()));

        assertThat(refused(ofVoice("beyond", rule("reg.example.com/*/agent", "r"))))
                .satisfies(
                        refusal -> {
                            assertThat(refusal.cause()).isEqualTo(Cause.NOT_ALLOWED);
                            assertThat(refusal.field()).isEqualTo("accept.images");
                            assertThat(refusal.reason())
                                    .contains(
                                            "'reg.example.com/*/agent'", "reg.example.com/voice/*");
                        });
        assertThat(
                        refused(
                                        ofVoice(
                                                "package",
                                                """
                                                {"accept": {"packages": ["openssl"]}, "reason": "r",
                                                 "owner": "o", "until": "2026-12-01"}
                                                """))
                                .cause())
                .isEqualTo(Cause.NOT_ALLOWED);
        assertThat(refused(one.decisions.revoke("wide", new Expected.Present(), "w", api(VOICE))))
                .as("a rule that reaches beyond, narrowed or removed")
                .extracting(Decided.Refused::cause)
                .isEqualTo(Cause.NOT_ALLOWED);
        assertThat(
                        refused(
                                        one.decisions.put(
                                                "reader",
                                                own,
                                                new Expected.Absent(),
                                                null,
                                                api(READER)))
                                .cause())
                .isEqualTo(Cause.NOT_ALLOWED);
        assertThat(one.rules.rule("beyond")).isEmpty();
        assertThat(log("beyond"))
                .singleElement()
                .satisfies(
                        decision -> {
                            assertThat(decision.getOutcome()).isEqualTo(DecisionOutcome.REFUSED);
                            assertThat(decision.getBy()).isEqualTo("voice");
                            assertThat(decision.getRoles()).containsExactly("owner");
                            assertThat(((RuleChanged) decision.getAfter()).getScope().getImages())
                                    .containsExactly("reg.example.com/*/agent");
                        });
    }

    @Test
    void whatCannotBeIsRefusedWithItsFieldAndLogged() {
        var refusal =
                refused(
                        put(
                                one,
                                "broken",
                                """
                                {"accept": {"images": ["team/web"]}, "reason": "r", "until": "2026-12-01"}
                                """,
                                new Expected.Absent()));

        assertThat(refusal.cause()).isEqualTo(Cause.INVALID);
        assertThat(refusal.field()).isEqualTo("owner");
        assertThat(refused(put(one, "no id", rule("a/b", "r"), new Expected.Absent())).field())
                .isEqualTo("id");
        assertThat(
                        refused(
                                        one.decisions.revoke(
                                                "nothing", new Expected.Present(), "w", api(ANNA)))
                                .cause())
                .isEqualTo(Cause.UNKNOWN);
        assertThat(log("broken"))
                .singleElement()
                .satisfies(
                        decision -> {
                            assertThat(decision.getRefusal()).contains("owner");
                            assertThat(decision.getAfter()).isNull();
                        });
    }

    @Test
    void filesAndTheApiKeepOutOfEachOthersWay(@TempDir Path rulesFolder) throws IOException {
        var reload = one.reload(TestReader.of(rulesFolder));
        var base = rulesFolder.resolve("base.yaml");
        done(put(two, "taken", rule("voice/agent", "by the API"), new Expected.Absent()));
        Files.writeString(base, yaml("of-file", "r") + yaml("taken", "of the file"));
        reload.reload(rulesFolder);
        reload.reload(rulesFolder);

        var refused = put(two, "of-file", rule("voice/agent", "x"), new Expected.Present());
        assertThat(refused(refused).cause()).isEqualTo(Cause.KEPT_IN_FILE);
        assertThat(refused(refused).reason()).contains("is kept in base.yaml: change it there");
        assertThat(two.rules.rule("taken").orElseThrow().event().getReason())
                .isEqualTo("by the API");
        assertThat(two.rules.refusals()).anyMatch(text -> text.contains("rule 'taken'"));

        Files.delete(base);
        reload.reload(rulesFolder);
        two.rules.catchUp(Duration.ofSeconds(10));
        assertThat(two.rules.rule("of-file")).isEmpty();
        assertThat(two.rules.rule("taken")).isPresent();
        assertThat(two.rules.refusals()).noneMatch(text -> text.contains("rule 'taken'"));
        assertThat(log("of-file"))
                .extracting(DecisionLogged::getAction, DecisionLogged::getBy)
                .containsExactly(
                        tuple(DecisionAction.CREATE, "file"),
                        tuple(DecisionAction.CHANGE, "anna"),
                        tuple(DecisionAction.REMOVE, "file"));
    }

    private static String yaml(String id, String reason) {
        return """
               - id: %s
                 accept: {images: ["team/web"]}
                 reason: %s
                 owner: o
                 decided: 2026-11-01
                 until: 2026-12-01
               """
                .formatted(id, reason);
    }

    private static String rule(String image, String reason) {
        return """
               {"accept": {"images": ["%s"]}, "reason": "%s", "owner": "o", "until": "2026-12-01"}
               """
                .formatted(image, reason);
    }

    private static Decided put(Instance instance, String id, String text, Expected expected) {
        return instance.decisions.put(id, text, expected, null, api(ANNA));
    }

    private static Decided ofVoice(String id, String text) {
        return one.decisions.put(id, text, new Expected.Absent(), null, api(VOICE));
    }

    private static Actor api(Account account) {
        return Actor.api(account, "test");
    }

    private static Decided.Done done(Decided decided) {
        assertThat(decided).isInstanceOf(Decided.Done.class);
        return (Decided.Done) decided;
    }

    private static Decided.Refused refused(Decided decided) {
        assertThat(decided).isInstanceOf(Decided.Refused.class);
        return (Decided.Refused) decided;
    }

    /** Everything that was logged about a rule. */
    private static List<DecisionLogged> log(String subject) {
        var decisions = new ArrayList<DecisionLogged>();
        var partition = new TopicPartition("decisions.logged", 0);
        try (var events = new EventDeserializer<SpecificRecord>();
                var consumer =
                        new KafkaConsumer<>(
                                Map.<String, Object>of(
                                        "bootstrap.servers", kafka.bootstrapServers()),
                                new StringDeserializer(),
                                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var entry : consumer.poll(Duration.ofMillis(200))) {
                    if (entry.key().equals(subject)) {
                        decisions.add(
                                (DecisionLogged) events.deserialize(entry.topic(), entry.value()));
                    }
                }
            }
        }
        return decisions;
    }
}
