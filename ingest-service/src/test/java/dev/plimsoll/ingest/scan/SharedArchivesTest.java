package dev.plimsoll.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Gap;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.registry.Platform;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.RegistryAccess;
import dev.plimsoll.ingest.scan.builtin.ScanLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real images of other people, pulled from a real registry, against what other tools counted. */
class SharedArchivesTest {

    private static final Path IMAGES = Path.of("../../shared/images");

    /** The other archives are whole. */
    private static final Map<String, List<String>> GAPS =
            Map.of(
                    // Cut down by hand: their configurations speak of other layers.
                    "alpine-3.12.0-pkgdb.oci.tar",
                    List.of("CONFIG_MISMATCH"),
                    "nginx-debian-10-pkgdb.docker-save.tar",
                    List.of("CONFIG_MISMATCH", "CONFIG_MISMATCH"),
                    // os-release without the packages of the distribution.
                    "python-3.11-site-packages.oci.tar",
                    List.of("PKGDB_MISSING"),
                    // Both: made by hand, and one jar is empty.
                    "jars.docker-save.tar",
                    List.of("CONFIG_MISMATCH", "JAR_UNREADABLE"));

    @TempDir Path storage;

    /** Every archive has exactly the packages that are expected of it, row by row. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "alpine-3.11.docker-save.tar.gz, alpine-3.11.docker-save, alpine, 3.11.5",
                "alpine-3.12.0-pkgdb.oci.tar, alpine-3.12.0-pkgdb.oci, alpine, 3.12.0",
                "alpine-3.18.9-minirootfs.oci.tar, alpine-3.18.9-minirootfs.oci, alpine, 3.18.9",
                "alpine-goof-package-lock.docker-oci.tar, alpine-goof-package-lock.docker-oci, alpine, 3.19.1",
                "debian-12.15-minbase-pkgdb.oci.tar, debian-12.15-minbase-pkgdb.oci, debian, 12",
                "nginx-debian-10-pkgdb.docker-save.tar, nginx-debian-10-pkgdb.docker-save, debian, 10",
                "cbl-mariner-2.0-rpmdb-sqlite.oci.tar, cbl-mariner-2.0-rpmdb-sqlite.oci, mariner, 2.0",
                "python-3.11-site-packages.oci.tar, python-3.11-site-packages.oci, debian, 13",
                "jars.docker-save.tar, jars.docker-save, '', -"
            })
    void hasThePackagesThatAreExpected(
            String archive, String table, String id, @Nullable String versionId) throws Exception {
        var report = scan(archive);

        assertThat(report.getOutcome()).isInstanceOf(Inventory.class);
        var inventory = (Inventory) report.getOutcome();
        assertThat(inventory.getComponents())
                .extracting(SharedArchivesTest::line)
                .containsExactlyInAnyOrderElementsOf(expected(table));
        assertThat(inventory.getComponents()).hasSize(expectedCount(archive));
        assertThat(inventory.getDistribution().getId()).isEqualTo(id);
        assertThat(inventory.getDistribution().getVersionId()).isEqualTo(versionId);
        assertThat(inventory.getGaps())
                .extracting(Gap::getReason)
                .containsExactlyElementsOf(GAPS.getOrDefault(archive, List.of()));
    }

    @Test
    void saysWhyAnImageHasNoInventory() throws Exception {
        var report = scan("busybox-1.31.1.oci.tar");

        assertThat(report.getOutcome()).isInstanceOf(ScanFailure.class);
        assertThat(((ScanFailure) report.getOutcome()).getReason()).isEqualTo("PKGDB_MISSING");
    }

    /** Of all types together; the table above tells them apart. */
    private static int expectedCount(String archive) {
        var packages =
                JsonMapper.shared()
                        .readTree(IMAGES.resolve("expected/expected.json"))
                        .get(archive)
                        .get("packages");
        return packages.valueStream().mapToInt(JsonNode::intValue).sum();
    }

    private ScanReported scan(String name) throws IOException {
        var file = IMAGES.resolve(name);
        assumeTrue(Files.isReadable(file), () -> "no archives of other tools in " + IMAGES);
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage));
                var archive = ImageArchive.open(file)) {
            var address = URI.create("http://" + registry.host());
            try (var client = RegistryClient.anonymous(address)) {
                client.push(archive.images().getFirst().content(), "other/tools", "1");
            }
            var scanner =
                    new ImageScanner(
                            Registries.of(
                                    List.of(RegistryAccess.anonymous(registry.host(), address)),
                                    Clock.systemUTC()),
                            List.of(Platform.parse("linux/amd64")),
                            ScanLimits.USUAL,
                            AttestationProperties.DISABLED.attestations(),
                            Clock.systemUTC());

            var reports = scanner.scan(Pushes.tag(registry.host(), "other/tools", "1"), 7);

            assertThat(reports).hasSize(1);
            return reports.getFirst();
        }
    }

    /**
     * The table knows of jars only their files, and puts the epoch of an rpm before the version of
     * its source package, whose file name has none.
     */
    private static List<String> expected(String table) throws IOException {
        return Files.readAllLines(IMAGES.resolve("expected/expected-packages/" + table + ".tsv"))
                .stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(
                        row ->
                                switch (row[0]) {
                                    case "deb", "apk" -> String.join("\t", row);
                                    case "rpm" ->
                                            String.join(
                                                    "\t",
                                                    row[0],
                                                    row[1],
                                                    row[2],
                                                    row[3],
                                                    row[4].replaceFirst("^[0-9]+:", ""),
                                                    row[5]);
                                    case "npm-lock" ->
                                            String.join("\t", "npm", row[1], row[2], row[5]);
                                    case "jar-file" -> String.join("\t", "maven", row[5]);
                                    default -> String.join("\t", row[0], row[1], row[2], row[5]);
                                })
                .toList();
    }

    private static String line(Component component) {
        return switch (component.getType()) {
            case "deb", "apk", "rpm" ->
                    String.join(
                            "\t",
                            component.getType(),
                            component.getName(),
                            component.getVersion(),
                            component.getSourceName(),
                            component.getSourceVersion(),
                            component.getArchitecture());
            case "maven" -> String.join("\t", component.getType(), component.getPath());
            default ->
                    String.join(
                            "\t",
                            component.getType(),
                            component.getName(),
                            component.getVersion(),
                            component.getPath());
        };
    }
}
