package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Archives with real package databases, real advisories, and what others found with them. */
class SharedImagesIT {

    private static final Path SHARED = Workplace.ROOT.resolve("../shared").normalize();
    private static final Path IMAGES = SHARED.resolve("images");
    private static final Path EXPECTED = IMAGES.resolve("expected");

    /** One finding as both sides tell it. */
    private record Found(
            String vulnerability,
            String component,
            String version,
            List<String> packages,
            String fixedVersion) {}

    @Test
    void findsInRealImagesWhatOthersFindAndNothingElse() throws Exception {
        assumeTrue(
                Files.isDirectory(IMAGES) && Files.isDirectory(SHARED.resolve("advisories")),
                "there is no folder %s with images and advisories to compare with"
                        .formatted(SHARED));
        var folder = Workplace.empty("shared-images");
        var file = folder.resolve("findings.jsonl");
        var archives = archives();
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--once",
                                "--advisories",
                                SHARED.resolve("advisories").toString(),
                                "--findings",
                                file.toString(),
                                "--port-base",
                                String.valueOf(Workplace.freePorts().base())));
        archives.forEach(archive -> arguments.addAll(List.of("--oci", archive.toString())));

        var ended = new Script(folder.resolve("data")).run(arguments);

        assertThat(ended.exitCode()).isZero();
        var lines = Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).toList();
        var expected = JsonMapper.shared().readTree(EXPECTED.resolve("expected.json").toFile());
        var softly = new SoftAssertions();
        for (var archive : archives) {
            compare(archive, expected, lines, softly);
        }
        softly.assertAll();
    }

    private static void compare(
            Path archive, JsonNode expected, List<JsonNode> lines, SoftAssertions softly)
            throws IOException {
        var name = archive.getFileName().toString();
        var repository = ImageName.of(archive).repository();
        var counts = expected.path(name).path("packages");
        var components = counts.values().stream().mapToInt(JsonNode::asInt).sum();
        var image =
                lines.stream()
                        .filter(line -> line.has("status") && isOf(line, repository))
                        .toList();
        var found =
                lines.stream()
                        .filter(line -> line.has("vulnerability") && isOf(line, repository))
                        .map(SharedImagesIT::found)
                        .toList();
        System.out.printf("%s: %d findings, image %s%n", name, found.size(), image);
        softly.assertThat(image).as(name).hasSize(1);
        if (image.isEmpty()) {
            return;
        }
        var status = image.getFirst().path("status").asString();
        softly.assertThat(image.getFirst().path("components").asInt())
                .as(name + ": components")
                .isEqualTo(components);
        softly.assertThat(status)
                .as(name)
                .isIn(
                        expectedFindings(name).isEmpty()
                                ? List.of("unsupported", "failed")
                                : List.of("affected"));
        if (!status.equals("affected")) {
            softly.assertThat(image.getFirst().path("reason").asString("")).as(name).isNotBlank();
        }
        softly.assertThat(found)
                .as(name + ": findings")
                .containsExactlyInAnyOrderElementsOf(expectedFindings(name));
    }

    private static boolean isOf(JsonNode line, String repository) {
        return line.path("repository").asString().equals(repository);
    }

    private static Found found(JsonNode line) {
        return new Found(
                line.path("vulnerability").asString(),
                line.path("package").asString(),
                line.path("version").asString(),
                line.path("packages").values().stream().map(JsonNode::asString).sorted().toList(),
                line.path("fixedVersion").asString("-"));
    }

    private static List<Found> expectedFindings(String archive) throws IOException {
        var file =
                EXPECTED.resolve("expected-findings")
                        .resolve(archive.replaceFirst("\\.tar(\\.gz)?$", "") + ".tsv");
        try (var rows = Files.lines(file)) {
            return rows.skip(1)
                    .map(row -> row.split("\t", -1))
                    .map(
                            row ->
                                    new Found(
                                            row[0],
                                            row[2],
                                            row[3],
                                            Stream.of(row[4].split(",")).sorted().toList(),
                                            row[5]))
                    .toList();
        }
    }

    private static List<Path> archives() throws IOException {
        try (var files = Files.list(IMAGES)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.tar(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }
}
