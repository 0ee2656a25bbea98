package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.index.SampleEvents.change;
import static dev.plimsoll.analysis.index.SampleEvents.changes;
import static dev.plimsoll.analysis.index.SampleEvents.openssl;
import static dev.plimsoll.analysis.index.SampleEvents.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.access.Role;
import dev.plimsoll.analysis.decide.Actor;
import dev.plimsoll.analysis.decide.Decided;
import dev.plimsoll.analysis.decide.Decisions;
import dev.plimsoll.analysis.decide.Expected;
import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.index.TestNode;
import dev.plimsoll.analysis.track.TopologyThatStarts;
import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.DecisionAction;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.Severity;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reviews over HTTP, with a real broker and a real Elasticsearch: who may decide, what is logged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReviewsIT {

    private static final String PASSWORD = "a password of this test";
    private static final String OWNER = "platform@example.com";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private EmbeddedKafka kafka;
    private EmbeddedElasticsearch node;
    private ConfigurableApplicationContext service;
    private String root;

    /** The part of the service that is tested; not annotated, so that no other test finds it. */
    @EnableAutoConfiguration
    @ComponentScan({
        "dev.plimsoll.analysis.accept",
        "dev.plimsoll.analysis.decide",
        "dev.plimsoll.analysis.index",
        "dev.plimsoll.analysis.review",
        "dev.plimsoll.analysis.access"
    })
    @ConfigurationPropertiesScan({
        "dev.plimsoll.analysis.accept",
        "dev.plimsoll.analysis.index",
        "dev.plimsoll.analysis.review",
        "dev.plimsoll.analysis.access"
    })
    @Import(TopologyThatStarts.class)
    static class Part {}

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        node = TestNode.start("reviews");
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var topics =
                    List.of(
                            Topic.FINDINGS_CHANGED,
                            Topic.IMAGES_ASSESSED,
                            Topic.SCANS_REPORTED,
                            Topic.RULES_CHANGED,
                            Topic.DECISIONS_LOGGED,
                            Topic.REVIEWS_DUE);
            new TopicLayout(admin, "it.").ensure(topics);
            new TopicLayout(admin, "it.").ensure(topics.stream().map(Topic::deadLetters).toList());
        }
        var rules = Files.createDirectory(directory.resolve("rules"));
        Files.writeString(
                rules.resolve("git.yaml"),
                """
                # of Git
                - id: in-git
                  accept: {images: ["registry.example.com/team/*"], packages: [zlib]}
                  reason: Kept in Git.
                  owner: git@example.com
                  decided: %s
                  review: %s
                  until: %s
                """
                        .formatted(today(), today().plusDays(2), today().plusDays(60)));
        service =
                new SpringApplicationBuilder(Part.class)
                        .run(
                                "--server.port=0",
                                "--plimsoll.topic-prefix=it.",
                                "--spring.cloud.function.definition=indexFindings;indexImages;indexScans",
                                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                                "--analysis.rules.folder=" + rules,
                                "--analysis.review.every=300ms",
                                "--analysis.access.password=" + PASSWORD,
                                "--analysis.access.accounts[0].name=ada",
                                "--analysis.access.accounts[0].password=" + PASSWORD,
                                "--analysis.access.accounts[0].roles=decider",
                                "--analysis.access.accounts[1].name=olga",
                                "--analysis.access.accounts[1].password=" + PASSWORD,
                                "--analysis.access.accounts[1].roles=owner",
                                "--analysis.access.accounts[1].images=registry.example.com/other/*",
                                "--analysis.access.accounts[2].name=tom",
                                "--analysis.access.accounts[2].password=" + PASSWORD,
                                "--analysis.access.accounts[2].roles=owner",
                                "--analysis.access.accounts[2].images=registry.example.com/team/*",
                                "--analysis.elasticsearch.url=" + node.uri(),
                                "--analysis.elasticsearch.username=" + node.username(),
                                "--analysis.elasticsearch.password=" + node.password());
        root = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
        index();
        create("web-libs", today().plusDays(3));
        create("python-base", today().plusDays(30));
    }

    @AfterAll
    void stop() {
        service.close();
        kafka.close();
        node.close();
    }

    @Test
    @Order(1)
    void anOwnerIsToldOnceOfARuleWhoseReviewIsNear() {
        await().atMost(PATIENCE).until(() -> told(OWNER).size() == 1);

        assertThat(told(OWNER).getFirst().getItems())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.getRule()).isEqualTo("web-libs");
                            assertThat(item.getFindings().getHigh()).isEqualTo(1);
                            assertThat(item.getImages()).isEqualTo(1);
                        });
    }

    @Test
    @Order(2)
    void everybodyMayReadAndNobodyElse() throws Exception {
        assertThat(get("/reviews", null).statusCode()).isEqualTo(401);

        var all = get("/reviews", "reader");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body()).contains("web-libs", "python-base", "in-git", "1 high in 1 image");
        assertThat(get("/reviews?owner=" + OWNER, "reader").body())
                .contains("Your account may read, not decide.")
                .doesNotContain("<form");
        assertThat(get("/reviews?owner=" + OWNER, "ada").body())
                .contains("action=\"/reviews/web-libs\"");
    }

    @Test
    @Order(3)
    void whoMayNotDecideIsRefusedAndThatIsLogged() throws Exception {
        var form = renewal("web-libs", version("web-libs"), today().plusDays(40));

        assertThat(post("/reviews/web-libs", "reader", form).statusCode()).isEqualTo(403);
        assertThat(post("/reviews/web-libs", null, form).statusCode()).isEqualTo(401);
        var olga = post("/reviews/web-libs", "olga", form);

        assertThat(olga.statusCode()).isEqualTo(403);
        assertThat(olga.body())
                .contains(
                        "is as it was",
                        "reaches beyond the images of account",
                        "because we looked");
        assertThat(logged("web-libs").getLast())
                .satisfies(
                        decision -> {
                            assertThat(decision.getBy()).isEqualTo("olga");
                            assertThat(decision.getAction()).isEqualTo(DecisionAction.RENEW);
                            assertThat(decision.getOutcome()).isEqualTo(DecisionOutcome.REFUSED);
                            assertThat(decision.getChannel()).isEqualTo("page");
                            assertThat(decision.getRefusal()).contains("reaches beyond");
                        });
    }

    @Test
    @Order(4)
    void aFormOfAnotherSiteIsRefused() throws Exception {
        var form = renewal("web-libs", version("web-libs"), today().plusDays(40));
        var request =
                request("/reviews/web-libs", "ada")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();

        assertThat(send(request).statusCode()).isEqualTo(403);
        assertThat(review("web-libs").path("due").asString())
                .startsWith(today().plusDays(3).toString());
    }

    @Test
    @Order(5)
    void whatCannotBeIsSaidOnThePageWithWhatWasTyped() throws Exception {
        var tooFar = renewal("web-libs", version("web-libs"), today().plusDays(400));
        var stale = renewal("web-libs", "0", today().plusDays(40));

        var refused = post("/reviews/web-libs", "tom", tooFar);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("until", "more than 90 days after the decision")
                .contains("value=\"" + today().plusDays(400) + "\"", "<details open>");
        assertThat(post("/reviews/web-libs", "tom", stale).statusCode()).isEqualTo(412);
        assertThat(post("/reviews/web-libs", "tom", "action=renew&review=soon").statusCode())
                .isEqualTo(400);
        assertThat(post("/reviews/no-such-rule", "ada", stale).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(6)
    void aRuleOfAFileIsChangedInItsFile() throws Exception {
        var page = get("/reviews?owner=git@example.com", "ada");
        assertThat(page.body())
                .contains(
                        "<code>git.yaml</code>, line 2",
                        "  decided: %s\n  review: ".formatted(today()))
                .doesNotContain("<form");

        var refused =
                post(
                        "/reviews/in-git",
                        "ada",
                        renewal("in-git", version("in-git"), today().plusDays(40)));

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Rule \"in-git\" is as it was", "is kept in git.yaml");
        assertThat(logged("in-git").getLast().getOutcome()).isEqualTo(DecisionOutcome.REFUSED);
    }

    @Test
    @Order(7)
    void anOwnerRenewsOnThePageAndIsNotRemindedAgain() throws Exception {
        var form = renewal("web-libs", version("web-libs"), today().plusDays(60));

        var renewed = post("/reviews/web-libs", "tom", form);

        assertThat(renewed.statusCode()).isEqualTo(303);
        var there = renewed.headers().firstValue("Location").orElseThrow();
        assertThat(there).isEqualTo("/reviews?owner=platform%40example.com&decided=web-libs");
        assertThat(get(there, "tom").body())
                .contains("is decided", today().plusDays(30).toString(), "role=\"status\"");
        assertThat(logged("web-libs").getLast())
                .satisfies(
                        decision -> {
                            assertThat(decision.getBy()).isEqualTo("tom");
                            assertThat(decision.getAction()).isEqualTo(DecisionAction.RENEW);
                            assertThat(decision.getOutcome()).isEqualTo(DecisionOutcome.DONE);
                            assertThat(decision.getWhy()).isEqualTo("because we looked");
                        });

        // Something new to wait for: by then the renewed rule would have been told again.
        create("other", today().plusDays(1), "other@example.com");
        await().atMost(PATIENCE).until(() -> told("other@example.com").size() == 1);
        assertThat(told(OWNER)).hasSize(1);
    }

    @Test
    @Order(8)
    void theApiDoesTheSame() throws Exception {
        var version = version("python-base");
        var renew =
                """
                {"action": "renew", "review": "%s", "why": "looked at it"}"""
                        .formatted(today().plusDays(20));

        var unsaid = json("/reviews/python-base", "tom", null, renew);
        assertThat(unsaid.statusCode()).isEqualTo(428);
        assertThat(json("/reviews/python-base", "olga", version, renew).statusCode())
                .isEqualTo(403);
        assertThat(json("/reviews/python-base", "tom", "\"0\"", renew).statusCode()).isEqualTo(412);
        assertThat(json("/reviews/python-base", "tom", version, "{\"action\": 7}").statusCode())
                .isEqualTo(400);
        assertThat(json("/reviews/python-base", "tom", version, "[]").statusCode()).isEqualTo(400);
        assertThat(
                        json("/reviews/python-base", "tom", version, renew.replace("why", "wyh"))
                                .statusCode())
                .isEqualTo(400);
        var silent = json("/reviews/python-base", "tom", "*", renew.replace("looked at it", " "));
        assertThat(silent.statusCode()).isEqualTo(422);
        assertThat(parsed(silent).path("field").asString()).isEqualTo("why");

        var renewed = json("/reviews/python-base", "tom", "\"" + version + "\"", renew);
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(parsed(renewed).path("review").asString())
                .isEqualTo(today().plusDays(20).toString());
        assertThat(parsed(renewed).path("until").asString())
                .as("as before")
                .isEqualTo(today().plusDays(80).toString());
        assertThat(renewed.headers().firstValue("ETag"))
                .hasValue("\"" + parsed(renewed).path("version").asString() + "\"");
    }

    @Test
    @Order(9)
    void aRuleIsHandedOverAndRevoked() throws Exception {
        var handOver =
                """
                {"action": "hand-over", "owner": "new@example.com", "why": "they build it now"}""";
        assertThat(json("/reviews/python-base", "tom", "*", handOver).statusCode()).isEqualTo(200);
        assertThat(review("python-base").path("owner").asString()).isEqualTo("new@example.com");

        var revoke = "{\"action\": \"revoke\", \"why\": \"it is fixed\"}";
        var revoked = json("/reviews/python-base", "tom", "*", revoke);
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(parsed(revoked).path("state").asString()).isEqualTo("removed");
        assertThat(json("/reviews/python-base", "tom", "*", revoke).statusCode()).isEqualTo(404);

        assertThat(logged("python-base"))
                .filteredOn(decision -> decision.getOutcome() == DecisionOutcome.DONE)
                .extracting(DecisionLogged::getAction)
                .containsExactly(
                        DecisionAction.CREATE,
                        DecisionAction.RENEW,
                        DecisionAction.HAND_OVER,
                        DecisionAction.REVOKE);
        assertThat(get("/reviews", "reader").body()).doesNotContain("python-base");
    }

    @Test
    @Order(10)
    void decisionsArePossibleWithoutElasticsearch() throws Exception {
        node.close();

        var page = get("/reviews?owner=" + OWNER, "tom");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Elasticsearch does not answer", "not known now");
        var form = renewal("web-libs", version("web-libs"), today().plusDays(61));
        assertThat(post("/reviews/web-libs", "tom", form).statusCode()).isEqualTo(303);
    }

    private void create(String id, LocalDate review) {
        create(id, review, OWNER);
    }

    private void create(String id, LocalDate review, String owner) {
        var text =
                """
                {"id": "%s", "accept": {"images": ["registry.example.com/team/*"], "packages": ["%s"]},
                 "reason": "Rebuilt monthly.", "owner": "%s", "decided": "%s", "review": "%s",
                 "until": "%s"}"""
                        .formatted(id, id, owner, today(), review, today().plusDays(80));
        var ada = new Account("ada", Set.of(Role.DECIDER), List.of());
        assertThat(
                        service.getBean(Decisions.class)
                                .put(id, text, new Expected.Absent(), null, Actor.api(ada, "test")))
                .isInstanceOf(Decided.Done.class);
    }

    private void index() throws Exception {
        var accepted =
                openssl(web("1.0"), "CVE-2026-0001", "openssl")
                        .setSeverity(Severity.HIGH)
                        .setDecision(Decision.ACCEPTED)
                        .setRule("web-libs")
                        .build();
        try (var producer =
                new KafkaProducer<String, SpecificRecord>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new EventSerializer<>())) {
            producer.send(
                            new ProducerRecord<>(
                                    "it.findings.changed",
                                    "registry.example.com/team/web",
                                    changes(web("1.0"), 1, change(ChangeKind.ACCEPTED, accepted))))
                    .get();
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () ->
                                !service.getBean(AcceptedByRule.class)
                                        .of(List.of("web-libs"))
                                        .isEmpty());
    }

    private String renewal(String rule, String version, LocalDate until) {
        return Map.of(
                        "action",
                        "renew",
                        "version",
                        version,
                        "of",
                        OWNER,
                        "review",
                        today().plusDays(30).toString(),
                        "until",
                        until.toString(),
                        "why",
                        "because we looked")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String version(String rule) throws Exception {
        return review(rule).path("version").asString();
    }

    private JsonNode review(String rule) throws Exception {
        return parsed(get("/reviews.json", "reader")).path("reviews").values().stream()
                .filter(review -> review.path("rule").asString().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode parsed(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> get(String path, String account) throws Exception {
        return send(request(path, account).header("Accept", "*/*").GET().build());
    }

    private HttpResponse<String> post(String path, String account, String form) throws Exception {
        return send(
                request(path, account)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build());
    }

    private HttpResponse<String> json(String path, String account, String ifMatch, String body)
            throws Exception {
        var request =
                request(path, account)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String path, String account) {
        var request = HttpRequest.newBuilder(URI.create(root + path.replace("@", "%40")));
        if (account != null) {
            var credentials = account + ":" + PASSWORD;
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<ReviewDue> told(String owner) {
        return read("it.reviews.due", ReviewDue.class).stream()
                .filter(summary -> summary.getOwner().equals(owner))
                .toList();
    }

    private List<DecisionLogged> logged(String rule) {
        return read("it.decisions.logged", DecisionLogged.class).stream()
                .filter(decision -> decision.getSubject().equals(rule))
                .toList();
    }

    private <E extends SpecificRecord> List<E> read(String topic, Class<E> type) {
        var partition = new TopicPartition(topic, 0);
        try (var consumer =
                new KafkaConsumer<String, SpecificRecord>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new EventDeserializer<>())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var events = new ArrayList<E>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(entry -> events.add(type.cast(entry.value())));
            }
            return events;
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
