package dev.plimsoll.ingest.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import dev.plimsoll.event.Component;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images of other people, pulled from a real registry, against what other tools counted. */
class SharedArchivesTest {

    private static final Path IMAGES = Path.of("../../shared/images");

    @TempDir Path storage;

    @ParameterizedTest
    @CsvSource({
        "alpine-3.11.docker-save.tar.gz, alpine-3.11.docker-save.tsv, 14, alpine, 3.11.5, true",
        "alpine-3.12.0-pkgdb.oci.tar, alpine-3.12.0-pkgdb.oci.tsv, 14, alpine, 3.12.0, false",
        "alpine-3.18.9-minirootfs.oci.tar, alpine-3.18.9-minirootfs.oci.tsv, 15, alpine, 3.18.9, true",
        "alpine-goof-package-lock.docker-oci.tar, alpine-goof-package-lock.docker-oci.tsv, 15, alpine, 3.19.1, true",
        "debian-12.15-minbase-pkgdb.oci.tar, debian-12.15-minbase-pkgdb.oci.tsv, 88, debian, 12, true",
        "nginx-debian-10-pkgdb.docker-save.tar, nginx-debian-10-pkgdb.docker-save.tsv, 84, debian, 10, false"
    })
    void readsThePackagesThatOtherToolsCount(
            String archive, String table, int count, String id, String versionId, boolean complete)
            throws Exception {
        var report = scan(archive);

        assertThat(report.getOutcome()).isInstanceOf(Inventory.class);
        var inventory = (Inventory) report.getOutcome();
        assertThat(inventory.getComponents()).hasSize(count);
        assertThat(inventory.getComponents())
                .extracting(SharedArchivesTest::line)
                .containsExactlyInAnyOrderElementsOf(expected(table));
        assertThat(inventory.getDistribution().getId()).isEqualTo(id);
        assertThat(inventory.getDistribution().getVersionId()).isEqualTo(versionId);
        if (complete) {
            assertThat(inventory.getGaps()).isEmpty();
        } else {
            // The archive was cut down by hand: its configuration speaks of other layers.
            assertThat(inventory.getGaps())
                    .isNotEmpty()
                    .allMatch(gap -> gap.getReason().equals("CONFIG_MISMATCH"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "busybox-1.31.1.oci.tar, PKGDB_MISSING",
        "jars.docker-save.tar, PKGDB_MISSING",
        "python-3.11-site-packages.oci.tar, PKGDB_MISSING",
        "cbl-mariner-2.0-rpmdb-sqlite.oci.tar, PKGDB_UNSUPPORTED"
    })
    void saysWhyAnImageHasNoInventory(String archive, String reason) throws Exception {
        var report = scan(archive);

        assertThat(report.getOutcome()).isInstanceOf(ScanFailure.class);
        assertThat(((ScanFailure) report.getOutcome()).getReason()).isEqualTo(reason);
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
                            Clock.systemUTC());

            var reports = scanner.scan(Pushes.tag(registry.host(), "other/tools", "1"), 7);

            assertThat(reports).hasSize(1);
            return reports.getFirst();
        }
    }

    private static List<String> expected(String table) throws IOException {
        return Files.readAllLines(IMAGES.resolve("expected/expected-packages").resolve(table))
                .stream()
                .filter(line -> line.startsWith("deb\t") || line.startsWith("apk\t"))
                .toList();
    }

    private static String line(Component component) {
        return String.join(
                "\t",
                component.getType(),
                component.getName(),
                component.getVersion(),
                component.getSourceName(),
                component.getSourceVersion(),
                component.getArchitecture());
    }
}
