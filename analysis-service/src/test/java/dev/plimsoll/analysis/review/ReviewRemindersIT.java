package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.review.SampleRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import dev.plimsoll.schemas.wire.EventDeserializer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Several instances, one topic, a real broker. */
class ReviewRemindersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final ReviewCalendar CALENDAR = new ReviewCalendar(7, 7, 14, ZoneOffset.UTC);

    private static EmbeddedKafka kafka;

    private final List<ReviewReminders> instances = new ArrayList<>();
    private final List<RuleChanged> rules = new CopyOnWriteArrayList<>();
    private final KafkaProperties properties = new KafkaProperties();
    private String prefix;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        kafka = EmbeddedKafka.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
        properties.setBootstrapServers(List.of(kafka.bootstrapServers()));
        try (var admin = Admin.create(properties.buildAdminProperties())) {
            new TopicLayout(admin, prefix).ensure(List.of(Topic.REVIEWS_DUE));
        }
    }

    @AfterEach
    void stopAll() {
        instances.forEach(ReviewReminders::stop);
    }

    @Test
    void writesASummaryOnceThoughTwoInstancesRunAndOneTakesOver() {
        rules.add(rule("a").review(today().plusDays(3)).build());
        var looked = new AtomicInteger();
        Function<Collection<String>, Map<String, AcceptedByRule.Count>> counts =
                _ -> {
                    looked.incrementAndGet();
                    return Map.of();
                };
        start(counts);
        start(counts);
        awaitTold(1);

        // Whichever of them wrote, the other one goes on.
        instances.getFirst().stop();
        rules.add(rule("b").review(today().plusDays(4)).build());
        awaitTold(2);
        instances.getLast().stop();
        start(counts);
        rules.add(rule("c").owner("bob").review(today().minusDays(1)).build());
        awaitTold(3);

        assertThat(told())
                .extracting(ReviewDue::getOwner, ReviewDue::getStage, ReviewRemindersIT::rulesOf)
                .containsExactly(
                        tuple("platform@example.com", ReviewStage.UPCOMING, "a"),
                        tuple("platform@example.com", ReviewStage.UPCOMING, "a b"),
                        tuple("bob", ReviewStage.OVERDUE, "c"));
        assertThat(told()).extracting(ReviewDue::getId).doesNotHaveDuplicates();
        assertThat(looked).hasValue(3);
    }

    @Test
    void waitsWhileNobodyCanCount() {
        rules.add(rule("a").review(today()).build());
        var asked = new AtomicInteger();
        start(
                _ -> {
                    if (asked.incrementAndGet() < 5) {
                        throw new ElasticsearchAwayException("away", new IOException());
                    }
                    return Map.of(
                            "a", new AcceptedByRule.Count(new SeverityCounts(0, 4, 0, 0, 0, 0), 2));
                });

        awaitTold(1);

        assertThat(asked).hasValue(5);
        assertThat(told().getFirst().getItems().getFirst())
                .satisfies(
                        item -> {
                            assertThat(item.getFindings().getHigh()).isEqualTo(4);
                            assertThat(item.getImages()).isEqualTo(2);
                        });
    }

    @Test
    void startsAgainAfterTroubleWithTheRules() {
        rules.add(rule("a").review(today()).build());
        var asked = new AtomicInteger();
        var instance =
                instance(
                        () -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new IllegalStateException("rules cannot be read now");
                            }
                            return rules;
                        },
                        _ -> Map.of());
        instances.add(instance);
        instance.start();

        awaitTold(1);
        assertThat(asked.get()).isGreaterThan(1);
    }

    private static String rulesOf(ReviewDue summary) {
        return String.join(" ", summary.getItems().stream().map(item -> item.getRule()).toList());
    }

    private void start(Function<Collection<String>, Map<String, AcceptedByRule.Count>> counts) {
        var instance = instance(() -> rules, counts);
        instances.add(instance);
        instance.start();
    }

    private ReviewReminders instance(
            Rules source, Function<Collection<String>, Map<String, AcceptedByRule.Count>> counts) {
        return new ReviewReminders(
                new Campaign(CALENDAR),
                EVERY,
                source,
                counts,
                () -> new ReviewTopic(properties, prefix),
                InstantSource.system());
    }

    private void awaitTold(int summaries) {
        await().atMost(PATIENCE).until(() -> told().size() >= summaries);
    }

    private List<ReviewDue> told() {
        var partition = new TopicPartition(prefix + Topic.REVIEWS_DUE.name(), 0);
        try (var consumer =
                new KafkaConsumer<String, ReviewDue>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new EventDeserializer<>())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var summaries = new ArrayList<ReviewDue>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(entry -> summaries.add(entry.value()));
            }
            return summaries;
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
