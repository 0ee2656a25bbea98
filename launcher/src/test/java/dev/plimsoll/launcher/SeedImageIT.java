package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.SeverityCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What would it buy? An image with build tools in it is told what a multi-stage build would take
 * out; the multi-stage build is pushed, and what was said is held against it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedImageIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path SHARED = Workplace.ROOT.resolve("../shared/advisories").normalize();

    private static final ImageName BASE = new ImageName("base/debian", "13");
    private static final ImageName FULL = new ImageName("team/fax", "1.0.0");
    private static final ImageName SLIM = new ImageName("team/fax", "1.0.1");

    private final List<AutoCloseable> started = new ArrayList<>();
    private final Console console = new Console(System.out, false);

    private SeedImage image;
    private Platform.Running running;
    private Publisher publisher;
    private ImageAssessed full;
    private ImageAssessed slim;

    @BeforeAll
    void pushOneAfterTheOther() throws Exception {
        assumeTrue(
                SeedImage.isPossible(),
                "mmdebstrap is not installed, or not run by root: apt-get install mmdebstrap");
        var directory = Workplace.empty("seed-image");
        image = SeedImage.make(directory.resolve("debian"));
        var advisories = advisories(Files.createDirectories(directory.resolve("advisories")));
        var ports = Workplace.freePorts();
        var secrets = Secrets.in(directory);
        var platform = started(new Platform(Workplace.ROOT, directory, ports, secrets, console));
        running =
                platform.start(
                        advisories,
                        Files.createDirectories(directory.resolve("rules")),
                        List.of(),
                        Map.of());
        var feeds = Quickstart.feeds(advisories);
        await(
                "the advisories are loaded",
                () -> running.watch().feedsLoadedSince(Instant.EPOCH).containsAll(feeds));
        var host = "127.0.0.1:" + ports.registry();
        publisher =
                new Publisher(
                        host,
                        started(
                                RegistryClient.basic(
                                        Ports.http(ports.registry()),
                                        Secrets.REGISTRY_USER,
                                        secrets.registry())),
                        console);

        push(BASE, image.base());
        full = push(FULL, image.full());
        slim = push(SLIM, image.slim());
    }

    /** Our own for packages of the image, and those that many images are checked with. */
    private static Path advisories(Path folder) throws IOException {
        Files.copy(
                Path.of("src/test/resources/seed-image/seed-debian.jsonl"),
                folder.resolve("seed-debian.jsonl"));
        if (Files.isDirectory(SHARED)) {
            for (var feed :
                    List.of(
                            "debian-cve.jsonl.gz",
                            "debian-dsa-dla.jsonl.gz",
                            "kev-2026-01-29.json.gz")) {
                Files.copy(SHARED.resolve(feed), folder.resolve(feed));
            }
        }
        return folder;
    }

    @AfterAll
    void stop() throws Exception {
        for (var part : started.reversed()) {
            part.close();
        }
    }

    @Test
    void theOptionNamesWhatDebianItselfLeavesOut() throws IOException {
        var plan =
                full.getPlans().stream()
                        .filter(one -> one.getOption().equals("multi-stage"))
                        .findFirst()
                        .orElseThrow();

        assertThat(plan.getPackages())
                .contains("build-essential", "binutils", "gcc-14", "dpkg-dev", "perl", "libisl23")
                .containsExactlyElementsOf(image.leftOut());
        assertThat(plan.getBytes()).isBetween(200_000_000L, 500_000_000L);
    }

    @Test
    void everyFindingTellsWhetherTheOptionClearsIt() {
        assertThat(clearedBy(FULL, "multi-stage"))
                .contains("binutils", "patch", "make-dfsg", "jansson")
                .doesNotContain("gcc-14", "perl", "glibc", "curl", "wget");
        assertThat(clearedBy(FULL, "drop-packages"))
                .contains("curl", "wget")
                .doesNotContain("glib2.0", "glibc", "binutils");
    }

    @Test
    void theLayersOfTheBaseAreKnown() {
        assertThat(full.getBaseImage()).contains("/base/debian:13@");
        assertThat(slim.getBaseImage()).isEqualTo(full.getBaseImage());
        assertThat(findings(FULL))
                .filteredOn(line -> line.path("package").asString().equals("glibc"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("layer").asString()).isEqualTo("base"));
    }

    @Test
    void whatWasSaidIsWhatHappenedSinceTheBaseIsTheSame() {
        assertThat(slim.getPredictions()).hasSize(1);
        var check = slim.getPredictions().getFirst();

        assertThat(check.getOption()).isEqualTo("multi-stage");
        assertThat(check.getPredictedFor()).isEqualTo(full.getImage().getDigest());
        assertThat(total(check.getPredicted()))
                .isGreaterThanOrEqualTo(5)
                .isEqualTo(clearedBy(FULL, "multi-stage").size());
        assertThat(check.getCleared()).isEqualTo(check.getPredicted());
        assertThat(check.getRemaining()).isEmpty();
        assertThat(check.getUnforeseen()).isZero();
        assertThat(total(full.getOpen()) - total(slim.getOpen()))
                .isEqualTo(total(check.getPredicted()));
    }

    @Test
    void thePagesTellOfIt() {
        await("the page tells what came of it", () -> !known(slim).path("predictions").isEmpty());

        assertThat(known(slim).path("predictions").values())
                .singleElement()
                .satisfies(
                        check -> {
                            assertThat(check.path("option").asString()).isEqualTo("multi-stage");
                            assertThat(check.path("missed").asInt(-1)).isZero();
                            assertThat(check.path("unforeseen").asInt(-1)).isZero();
                        });
        assertThat(running.api().page("/images/%s".formatted(slim.getId())))
                .contains("What was predicted, and what happened")
                .contains("<th scope=\"row\">multi-stage</th>")
                .doesNotContain("No option has been taken between two scans yet");
        assertThat(running.api().page("/images/%s.md".formatted(full.getId())))
                .containsIgnoringCase("multi-stage");
    }

    // Steps

    private ImageAssessed push(ImageName name, Publishable.Image content) throws IOException {
        var expected = publisher.publish(name, content);
        await("%s is scanned".formatted(name), () -> running.watch().scan(expected).isPresent());
        await(
                "%s is in the lists".formatted(name),
                () -> assessed(name) != null && findings(name).size() == counted(name));
        return Objects.requireNonNull(assessed(name));
    }

    private JsonNode known(ImageAssessed of) {
        return JsonMapper.shared()
                .readTree(running.api().page("/images/%s.json".formatted(of.getId())));
    }

    private @Nullable ImageAssessed assessed(ImageName name) {
        return running.watch().images().stream()
                .filter(one -> one.getImage().getRepository().equals(name.repository()))
                .filter(one -> name.tag().equals(one.getImage().getTag()))
                .findFirst()
                .orElse(null);
    }

    private int counted(ImageName name) {
        var assessed = Objects.requireNonNull(assessed(name));
        return total(assessed.getOpen()) + total(assessed.getAccepted()) + assessed.getSetAside();
    }

    private static int total(SeverityCounts counts) {
        return counts.getCritical()
                + counts.getHigh()
                + counts.getMedium()
                + counts.getLow()
                + counts.getNegligible()
                + counts.getUnknown();
    }

    /** The source packages of the open findings that an option clears. */
    private List<String> clearedBy(ImageName name, String option) {
        return findings(name).stream()
                .filter(line -> line.path("decision").asString("").equals("open"))
                .filter(
                        line ->
                                line.path("clearedBy").values().stream()
                                        .anyMatch(one -> one.asString().equals(option)))
                .map(line -> line.path("package").asString())
                .toList();
    }

    private List<JsonNode> findings(ImageName name) {
        return running.api().findings().stream()
                .filter(line -> line.path("repository").asString().equals(name.repository()))
                .filter(line -> line.path("tag").asString("").equals(name.tag()))
                .toList();
    }

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
                        () -> "not within %d minutes: %s".formatted(LIMIT.toMinutes(), what));
        console.step(what);
    }

    private <T extends AutoCloseable> T started(T part) {
        started.add(part);
        return part;
    }
}
