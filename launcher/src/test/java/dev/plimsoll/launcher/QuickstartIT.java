package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real script with the sample images; the second start goes on from the data of the first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {

    private static final List<String> TITLES =
            List.of(
                    "What was scanned",
                    "What was accepted, and why",
                    "Who was alerted",
                    "Where to look");

    private Path folder;
    private Script script;

    /** Of both starts: an image's name has the port of its registry. */
    private Ports ports;

    @BeforeAll
    void prepare() throws Exception {
        folder = Workplace.empty("quickstart");
        script = new Script(folder.resolve("data"));
        ports = Workplace.freePorts();
    }

    @Test
    @Order(1)
    void refusesWhatItDoesNotUnderstandBeforeAnythingStarts() throws Exception {
        var missing = folder.resolve("missing.tar");

        assertRefused(
                List.of("--onec"),
                "unknown option '--onec'; ./quickstart --help tells the options");
        assertRefused(
                List.of("--once", "--oci", missing.toString()),
                "option --oci: there is no '%s'".formatted(missing));
        assertRefused(
                List.of("--once", "--port-base", "80"),
                "option --port-base: '80' is not a port from 1024 to 65529");
        assertThat(script.data().resolve("credentials")).doesNotExist();
    }

    @Test
    @Order(2)
    void tellsWhatBecameOfTheSampleImages() throws Exception {
        var file = folder.resolve("findings.jsonl");

        var ended = script.run(arguments(file));

        assertThat(ended.output()).doesNotContain("FAILED", "What failed");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output())
                .contains(TITLES)
                .contains(
                        "advisories loaded: alpine.jsonl, debian.jsonl, epss_scores.csv, known_exploited_vulnerabilities.json, maven.jsonl",
                        "samples/web-shop:1.4.1",
                        "1 signed alert received:",
                        "cause: push of 1.4.1",
                        "what helps: ");
        var lines = lines(file);
        assertThat(findings(lines)).isNotEmpty().allSatisfy(QuickstartIT::isFinding);
        assertThat(images(lines))
                .allSatisfy(QuickstartIT::isImage)
                .extracting(
                        line ->
                                line.path("repository").asString()
                                        + ":"
                                        + line.path("tag").asString())
                .containsExactlyInAnyOrder(
                        SampleImages.BASE.toString(),
                        SampleImages.SHOP.toString(),
                        SampleImages.SHOP_WITH_SOMETHING_NEW.toString(),
                        SampleImages.BUILDER.toString(),
                        SampleImages.ALPINE.toString(),
                        SampleImages.ORDERS.toString());
        assertThat(alerts("image.alert")).hasSize(1);
    }

    @Test
    @Order(3)
    void goesOnFromItsDataAndAlertsNobodyAgain() throws Exception {
        var before = Files.readAllLines(script.data().resolve("alerts.jsonl"));
        var first = lines(folder.resolve("findings.jsonl"));
        var file = folder.resolve("findings-again.jsonl");

        var ended = script.run(arguments(file));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output())
                .contains(TITLES)
                .contains(
                        "samples/web-shop:1.4.1 is there from an earlier start",
                        "no new alert; the last one, of an earlier start, was:");
        assertThat(Files.readAllLines(script.data().resolve("alerts.jsonl"))).isEqualTo(before);
        assertThat(lines(file)).containsExactlyInAnyOrderElementsOf(first);
    }

    private void assertRefused(List<String> arguments, String reason) throws Exception {
        var ended = script.run(arguments);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).endsWith("quickstart: " + reason + "\n");
    }

    private List<String> arguments(Path findings) {
        return List.of(
                "--once",
                "--findings",
                findings.toString(),
                "--port-base",
                String.valueOf(ports.base()));
    }

    private static void isFinding(JsonNode line) {
        assertThat(line.propertyNames())
                .containsExactlyInAnyOrder(
                        "repository",
                        "tag",
                        "digest",
                        "vulnerability",
                        "aliases",
                        "package",
                        "version",
                        "packages",
                        "fixedVersion",
                        "severity",
                        "severitySource",
                        "layer",
                        "role",
                        "fixState",
                        "decision",
                        "rule");
        assertThat(line.path("vulnerability").asString()).startsWith("CVE-");
        assertThat(line.path("digest").asString()).matches("sha256:[0-9a-f]{64}");
        assertThat(line.path("packages").isArray()).isTrue();
        assertThat(line.path("packages").values()).isNotEmpty().allMatch(JsonNode::isString);
        assertThat(line.path("severity").asString())
                .isIn("critical", "high", "medium", "low", "negligible", "unknown");
        assertThat(line.path("layer").asString()).isIn("base", "own", "undetermined");
        assertThat(line.path("rule").isString())
                .isEqualTo(line.path("decision").asString().equals("accepted"));
    }

    private static void isImage(JsonNode line) {
        assertThat(line.propertyNames())
                .containsExactlyInAnyOrder(
                        "repository", "tag", "digest", "status", "reason", "components");
        assertThat(line.path("status").asString()).isIn("clean", "affected");
        assertThat(line.path("reason").asString("none")).isIn("none", "DISTRO_EOL");
        assertThat(line.path("components").asInt()).isPositive();
    }

    private List<JsonNode> alerts(String type) throws IOException {
        return lines(script.data().resolve("alerts.jsonl")).stream()
                .filter(alert -> alert.path("type").asString().equals(type))
                .toList();
    }

    private static List<JsonNode> findings(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.has("vulnerability")).toList();
    }

    private static List<JsonNode> images(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.has("status")).toList();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).toList();
    }
}
