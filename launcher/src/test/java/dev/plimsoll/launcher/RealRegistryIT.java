package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything of Plimsoll with a registry and a client that others have written. One start for all
 * tests: a later one builds on what the earlier ones have pushed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealRegistryIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String SHOP = "team/web-shop";
    private static final String PROXY = "team/proxy";
    private static final String KILLED = "team/killed";
    private static final String LATE = "team/late";
    private static final String UNSEARCHED = "team/unsearched";
    private static final String MISSED = "team/missed";

    private static final Publishable.Image OLD = sample(SampleImages.SHOP);
    private static final Publishable.Image NEW = sample(SampleImages.SHOP_WITH_SOMETHING_NEW);

    private final List<AutoCloseable> started = new ArrayList<>();
    private final Console console = new Console(System.out, false);

    private Path directory;
    private Ports ports;
    private Platform.Running running;
    private Platform platform;
    private DebianRegistry registry;
    private int registryPort;
    private Secrets secrets;
    private final Skopeo skopeo = new Skopeo(DebianRegistry.USERNAME, DebianRegistry.PASSWORD);

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                DebianRegistry.isInstalled(),
                "docker-registry is not installed: apt-get install docker-registry");
        assumeTrue(Skopeo.isInstalled(), "skopeo is not installed: apt-get install skopeo");
        directory = Workplace.empty("real-registry");
        ports = Workplace.freePorts();
        registryPort = dev.plimsoll.embedded.process.Ports.chosen(0);
        secrets = Secrets.in(directory);
        platform = started(new Platform(Workplace.ROOT, directory, ports, secrets, console));
        var samples = Workplace.ROOT.resolve("launcher/samples/advisories");
        running =
                platform.start(
                        samples,
                        Files.createDirectories(directory.resolve("rules")),
                        List.of(Reference.parse("127.0.0.1:%d/any".formatted(registryPort))),
                        Map.of(
                                "PLIMSOLL_IMAGE_USERNAME", DebianRegistry.USERNAME,
                                "PLIMSOLL_IMAGE_PASSWORD", DebianRegistry.PASSWORD));
        registry = started(startRegistry());
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
    @Order(1)
    void aFirstPushIsAssessedAndSummarisedWithoutAnAlert() throws Exception {
        skopeo.copy(layout("old", OLD), docker(SHOP, "1.4.0"));

        awaitImage(SHOP, "1.4.0");

        var image = images(SHOP).getFirst();
        assertThat(image.path("status").asString()).isEqualTo("affected");
        assertThat(image.path("digest").asString()).isEqualTo(OLD.digest().value());
        assertThat(image.path("platform").asString()).isEqualTo("linux/amd64");
        assertThat(image.path("line").asString()).isEqualTo("1.x");
        assertThat(findings(SHOP, "1.4.0")).hasSizeGreaterThan(2);
        await("the baseline is summarised", () -> received("image.baseline", SHOP).size() == 1);
        assertThat(received("image.alert", SHOP)).isEmpty();
    }

    @Test
    @Order(2)
    void aSecondPushOfTheLineWithSomethingNewRaisesOneAlert() throws Exception {
        push(NEW, SHOP, "1.4.1");

        awaitImage(SHOP, "1.4.1");
        awaitAlerts(SHOP, 1);

        var alert = received("image.alert", SHOP).getFirst().path("data");
        assertThat(alert.path("cause").asString()).isEqualTo("push of 1.4.1 (linux/amd64)");
        assertThat(alert.at("/image/tag").asString()).isEqualTo("1.4.1");
        assertThat(alert.at("/image/digest").asString()).isEqualTo(NEW.digest().value());
        assertThat(alert.path("findings").values())
                .extracting(finding -> finding.path("vulnerability").asString())
                .containsExactly("CVE-2023-4863");
    }

    @Test
    @Order(3)
    void anotherTagOnTheSameImageIsAssessedWithoutReadingItAgain() throws Exception {
        var before = registry.blobReads(SHOP);
        assertThat(before).isPositive();

        skopeo.copy(docker(SHOP, "1.4.1"), docker(SHOP, "stable"));

        awaitImage(SHOP, "stable");
        assertThat(findings(SHOP, "stable")).isEqualTo(findings(SHOP, "1.4.1")).isNotEmpty();
        assertThat(registry.blobReads(SHOP)).isEqualTo(before);
        assertThat(received("image.alert", SHOP)).hasSize(1);
    }

    @Test
    @Order(4)
    void ofSeveralPlatformsTheConfiguredOneIsScanned() throws Exception {
        var amd64 = sample(SampleImages.ALPINE);
        var arm64 = ImageBuilder.of(Format.DOCKER).architecture("arm64").command("/bin/sh").build();
        var index =
                ImageBuilder.index(
                        Format.DOCKER, Map.of("linux/amd64", amd64, "linux/arm64", arm64));

        skopeo.copy(layout("index", index), docker(PROXY, "3.19"));

        awaitImage(PROXY, "3.19");
        var image =
                images(PROXY).stream()
                        .filter(one -> one.path("tag").asString("").equals("3.19"))
                        .toList();
        assertThat(image).hasSize(1);
        assertThat(image.getFirst().path("digest").asString()).isEqualTo(amd64.digest().value());
        assertThat(image.getFirst().path("platform").asString()).isEqualTo("linux/amd64");
        assertThat(image.getFirst().path("status").asString()).isEqualTo("affected");
        assertThat(image.getFirst().path("components").asInt()).isEqualTo(6);
    }

    @Test
    @Order(5)
    void aKilledAnalysisLosesNothingAndAlertsNobodyTwice() throws Exception {
        push(OLD, KILLED, "1.0.0");
        push(OLD, LATE, "1.0.0");
        awaitImage(KILLED, "1.0.0");
        awaitImage(LATE, "1.0.0");
        await("the baseline is summarised", () -> received("image.baseline", LATE).size() == 1);

        var scanned = push(NEW, KILLED, "1.0.1");
        await("it is scanned", () -> running.watch().scan(scanned).isPresent());
        kill("analysis-service");
        var meanwhile = push(NEW, LATE, "1.0.1");
        await(
                "an image is scanned without analysis-service",
                () -> running.watch().scan(meanwhile).isPresent());
        started(
                ServiceProcess.start(
                        "analysis-service",
                        Workplace.ROOT,
                        directory,
                        Files.readString(directory.resolve("config/analysis-service.yaml")),
                        "768m"));

        awaitImage(KILLED, "1.0.1");
        awaitImage(LATE, "1.0.1");
        awaitAlerts(KILLED, 1);
        awaitAlerts(LATE, 1);
        assertThat(findings(KILLED, "1.0.1")).isEqualTo(findings(SHOP, "1.4.1"));
        assertThat(findings(LATE, "1.0.1")).isEqualTo(findings(SHOP, "1.4.1"));
    }

    @Test
    @Order(6)
    void withoutElasticsearchAlertsStillGoOutAndItCatchesUpLater() throws Exception {
        push(OLD, UNSEARCHED, "1.0.0");
        awaitImage(UNSEARCHED, "1.0.0");

        console.step("Elasticsearch stops");
        running.elasticsearch().close();
        assertThatThrownBy(running.api()::images)
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("/images.ndjson with 503");
        push(NEW, UNSEARCHED, "1.0.1");
        awaitAlerts(UNSEARCHED, 1);

        console.step("Elasticsearch starts again");
        started(
                EmbeddedElasticsearch.start(
                        directory.resolve("elasticsearch"), ports.elasticsearch()));
        awaitImage(UNSEARCHED, "1.0.1");
        assertThat(findings(UNSEARCHED, "1.0.1")).isEqualTo(findings(SHOP, "1.4.1"));
    }

    @Test
    @Order(7)
    void aDeletedImageLeavesTheListsWithItsFindings() throws Exception {
        assertThat(findings(SHOP, "1.4.0")).isNotEmpty();

        skopeo.delete(docker(SHOP, "1.4.0"));

        await(
                SHOP + ":1.4.0 is gone",
                () -> image(SHOP, "1.4.0").isEmpty() && findings(SHOP, "1.4.0").isEmpty());
        assertThat(findings(SHOP, "1.4.1")).isNotEmpty();

        skopeo.delete(docker(SHOP, "1.4.1"));

        await(
                SHOP + " is gone with both tags",
                () ->
                        images(SHOP).isEmpty()
                                && running.api().findings().stream()
                                        .noneMatch(line -> isOf(line, SHOP)));
    }

    @Test
    @Order(8)
    void afterAllOfThisEveryLineHasHadOneAlert() {
        awaitAlerts(SHOP, 1);
        awaitAlerts(KILLED, 1);
        awaitAlerts(LATE, 1);
        awaitAlerts(UNSEARCHED, 1);

        assertThat(received("image.alert", PROXY)).isEmpty();
        assertThat(
                        running.receiver().alerts().stream()
                                .filter(
                                        alert ->
                                                alert.path("type")
                                                        .asString()
                                                        .equals("image.alert")))
                .hasSize(4);
        assertThat(received("image.baseline", SHOP)).as("the lines 1.x and stable").hasSize(2);
    }

    @Test
    @Order(9)
    void aPushThatNobodyToldOfIsFoundScannedAndAlerted() throws Exception {
        push(OLD, MISSED, "1.0.0");
        awaitImage(MISSED, "1.0.0");
        await("the baseline is summarised", () -> received("image.baseline", MISSED).size() == 1);

        kill("ingest-service");
        push(NEW, MISSED, "1.0.1");
        restartRegistry();
        var ingest = startIngestWithCoverage();

        awaitImage(MISSED, "1.0.1");
        awaitAlerts(MISSED, 1);
        assertThat(findings(MISSED, "1.0.1")).isEqualTo(findings(KILLED, "1.0.1"));
        ingest.close();
    }

    @Test
    @Order(10)
    void aTagThatVanishedUnseenLeavesTheListsWithItsFindings() throws Exception {
        skopeo.delete(docker(MISSED, "1.0.0"));
        restartRegistry();
        startIngestWithCoverage();

        await(
                MISSED + ":1.0.0 is gone",
                () -> image(MISSED, "1.0.0").isEmpty() && findings(MISSED, "1.0.0").isEmpty());
        assertThat(findings(MISSED, "1.0.1")).isNotEmpty();
        assertThat(findings(KILLED, "1.0.1")).isNotEmpty();
    }

    // Steps

    /** What it had still to tell goes with it. */
    private void restartRegistry() throws IOException {
        registry.close();
        registry = started(startRegistry());
    }

    private DebianRegistry startRegistry() throws IOException {
        return DebianRegistry.start(
                directory.resolve("docker-registry"),
                registryPort,
                Ports.http(ports.ingest()).resolve("/events/sample"),
                "Bearer " + secrets.registryEvents());
    }

    private ServiceProcess startIngestWithCoverage() throws IOException {
        var settings =
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        Files.readString(
                                                directory.resolve("config/ingest-service.yaml")));
        var coverage = ((ObjectNode) settings.get("ingest")).putObject("coverage");
        coverage.put("interval", "5s");
        coverage.putArray("registries").addObject().put("host", registry.host());
        return started(
                ServiceProcess.start(
                        "ingest-service",
                        Workplace.ROOT,
                        directory,
                        JsonMapper.shared().writeValueAsString(settings),
                        "320m"));
    }

    private Expected push(Publishable.Image content, String repository, String tag)
            throws IOException {
        try (var client =
                RegistryClient.basic(
                        registry.uri(), DebianRegistry.USERNAME, DebianRegistry.PASSWORD)) {
            return new Publisher(registry.host(), client, console)
                    .publish(new ImageName(repository, tag), content);
        }
    }

    private String layout(String name, Publishable content) throws IOException {
        return "oci:" + OciLayout.write(directory.resolve("layouts").resolve(name), content);
    }

    private String docker(String repository, String tag) {
        return "docker://%s/%s:%s".formatted(registry.host(), repository, tag);
    }

    /** As the kernel or a broken machine would: nothing is written, nothing is said. */
    private void kill(String name) {
        var service =
                platform.services().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        var java =
                service.process().family().stream()
                        .filter(one -> one.info().command().orElse("").endsWith("/java"))
                        .toList();
        assertThat(java).hasSize(1);
        console.step("kill -9 of " + name);
        java.getFirst().destroyForcibly();
        java.getFirst().onExit().join();
    }

    // What is seen

    /** Until the lists have it, with as many findings as were counted. */
    private void awaitImage(String repository, String tag) {
        await(
                "%s:%s is in the lists".formatted(repository, tag),
                () ->
                        image(repository, tag).stream()
                                .anyMatch(
                                        image ->
                                                !image.path("status").asString().equals("stale")
                                                        && counted(image)
                                                                == findings(repository, tag)
                                                                        .size()));
    }

    private static int counted(JsonNode image) {
        return image.path("setAside").asInt()
                + image.at("/open/total").asInt()
                + image.at("/accepted/total").asInt();
    }

    private List<JsonNode> image(String repository, String tag) {
        return images(repository).stream()
                .filter(line -> line.path("tag").asString("").equals(tag))
                .toList();
    }

    private List<JsonNode> images(String repository) {
        return running.api().images().stream().filter(line -> isOf(line, repository)).toList();
    }

    /** What was found, without where. */
    private List<String> findings(String repository, String tag) {
        return running.api().findings().stream()
                .filter(line -> isOf(line, repository) && line.path("tag").asString("").equals(tag))
                .map(
                        line ->
                                "%s %s %s %s"
                                        .formatted(
                                                line.path("vulnerability").asString(),
                                                line.path("package").asString(),
                                                line.path("version").asString(),
                                                line.path("severity").asString()))
                .sorted()
                .toList();
    }

    private boolean isOf(JsonNode line, String repository) {
        return line.path("registry").asString().equals(registry.host())
                && line.path("repository").asString().equals(repository);
    }

    private List<JsonNode> received(String type, String repository) {
        return running.receiver().alerts().stream()
                .filter(
                        alert ->
                                alert.path("type").asString().equals(type)
                                        && alert.at("/data/image/repository")
                                                .asString()
                                                .equals(repository))
                .toList();
    }

    /** As many and, when everything that was planned is delivered, no more. */
    private void awaitAlerts(String repository, int count) {
        await(
                "%d alert of %s".formatted(count, repository),
                () ->
                        received("image.alert", repository).size() >= count
                                && running.watch().pendingAlerts() == 0);
        assertThat(received("image.alert", repository)).hasSize(count);
    }

    /** A service that is away for a moment is not a failure yet. */
    private void await(String what, BooleanSupplier condition) {
        Deadline.in(LIMIT)
                .await(
                        () -> {
                            try {
                                return condition.getAsBoolean();
                            } catch (FailedException _) {
                                return false;
                            }
                        },
                        () ->
                                "not within %d minutes: %s; the logs are in %s"
                                        .formatted(
                                                LIMIT.toMinutes(),
                                                what,
                                                directory.resolve("logs")));
        console.step(what);
    }

    private <T extends AutoCloseable> T started(T part) {
        started.add(part);
        return part;
    }

    private static Publishable.Image sample(ImageName name) {
        return SampleImages.rounds().stream()
                .flatMap(List::stream)
                .filter(sample -> sample.name().equals(name))
                .findFirst()
                .orElseThrow()
                .image();
    }
}
