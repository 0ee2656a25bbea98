package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventDeserializer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product: a rule comes due, its owner hears of it, decides, and hears no more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewCampaignIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String OWNER = "platform@example.com";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> started = new ArrayList<>();
    private Ports ports;
    private Secrets secrets;
    private Platform platform;
    private Platform.Running running;

    @BeforeAll
    void start() throws Exception {
        var directory = Workplace.empty("review-campaign");
        ports = Workplace.freePorts();
        secrets = Secrets.in(directory);
        platform =
                new Platform(
                        Workplace.ROOT, directory, ports, secrets, new Console(System.out, false));
        started.add(platform);
        Path samples = Workplace.ROOT.resolve("launcher/samples/advisories");
        running =
                platform.start(
                        samples,
                        Files.createDirectories(directory.resolve("rules")),
                        List.of(),
                        Map.of());
        var feeds = Quickstart.feeds(samples);
        await(
                "the sample advisories are loaded",
                () -> running.watch().feedsLoadedSince(Instant.EPOCH).containsAll(feeds));
    }

    @AfterAll
    void stop() throws Exception {
        for (var part : started.reversed()) {
            part.close();
        }
    }

    @Test
    void anOwnerIsToldOfAReviewRenewsItAndIsNotToldAgain() throws Exception {
        var shop = SampleImages.SHOP;
        create("shop-base", OWNER, today().plusDays(3));
        try (var registry =
                RegistryClient.basic(
                        Ports.http(ports.registry()), Secrets.REGISTRY_USER, secrets.registry())) {
            registry.push(
                    Installation.sampleImages().get(shop.toString()),
                    shop.repository(),
                    shop.tag());
        }

        // The summary arrives, signed, at the receiver of the quick start.
        var summary =
                running.receiver().await(alert -> isReviewOf(alert, OWNER), PATIENCE).orElseThrow();
        assertThat(summary.at("/data/stage").asString()).isEqualTo("upcoming");
        assertThat(summary.at("/data/page").asString())
                .isEqualTo(page("/reviews?owner=platform%40example.com").toString());
        assertThat(summary.at("/data/rules").values())
                .singleElement()
                .satisfies(
                        rule -> {
                            assertThat(rule.path("rule").asString()).isEqualTo("shop-base");
                            assertThat(rule.path("review").asString())
                                    .isEqualTo(today().plusDays(3).toString());
                        });

        // What it says is what the page says; there the rule has a version.
        var review = review("shop-base");
        assertThat(review.path("stage").asString()).isEqualTo("upcoming");
        var renewed =
                send(
                        request("/reviews/shop-base")
                                .header("If-Match", "\"%s\"".formatted(text(review, "version")))
                                .POST(
                                        BodyPublishers.ofString(
                                                """
                                                {"action": "renew", "review": "%s", "until": "%s",
                                                 "why": "still not reachable"}"""
                                                        .formatted(
                                                                today().plusDays(30),
                                                                today().plusDays(60)))));
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
        assertThat(text(review("shop-base"), "stage")).isEqualTo("later");
        assertThat(decisions("shop-base"))
                .extracting(DecisionLogged::getAction, DecisionLogged::getOutcome)
                .contains(tuple(DecisionAction.RENEW, DecisionOutcome.DONE));

        // The calendar is looked at again: somebody else's rule is told, this one is not.
        create("other", "other@example.com", today().plusDays(2));
        assertThat(
                        running.receiver()
                                .await(alert -> isReviewOf(alert, "other@example.com"), PATIENCE))
                .isPresent();
        assertThat(running.receiver().alerts())
                .filteredOn(alert -> isReviewOf(alert, OWNER))
                .hasSize(1);
    }

    private void create(String id, String owner, LocalDate review) throws Exception {
        var answer =
                send(
                        request("/rules/" + id)
                                .PUT(
                                        BodyPublishers.ofString(
                                                """
                                                {"id": "%s", "reason": "Rebuilt monthly.", "owner": "%s",
                                                 "accept": {"images": ["*/samples/web-shop"], "layer": "base"},
                                                 "decided": "%s", "review": "%s", "until": "%s"}"""
                                                        .formatted(
                                                                id,
                                                                owner,
                                                                today(),
                                                                review,
                                                                today().plusDays(60)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private JsonNode review(String rule) throws Exception {
        var answer = send(request("/reviews.json").GET());
        return JsonMapper.shared().readTree(answer.body()).path("reviews").values().stream()
                .filter(review -> text(review, "rule").equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReviewOf(JsonNode alert, String owner) {
        return text(alert, "type").equals("review.due")
                && alert.at("/data/owner").asString().equals(owner);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private URI page(String path) {
        return Ports.http(ports.analysis()).resolve(path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page(path))
                .header("Authorization", "Bearer " + secrets.decider())
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private List<DecisionLogged> decisions(String rule) {
        var partition = new TopicPartition(Topic.DECISIONS_LOGGED.name(), 0);
        try (var consumer =
                new KafkaConsumer<String, DecisionLogged>(
                        Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka()),
                        new StringDeserializer(),
                        new EventDeserializer<>())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var decisions = new ArrayList<DecisionLogged>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                entry -> {
                                    if (entry.value().getSubject().equals(rule)) {
                                        decisions.add(entry.value());
                                    }
                                });
            }
            return decisions;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Deadline.in(PATIENCE)
                .await(
                        () -> {
                            platform.requireAlive();
                            return condition.getAsBoolean();
                        },
                        () -> "never came true: " + what);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
