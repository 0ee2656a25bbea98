package dev.plimsoll.ingest.scan.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.Publishable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** A database that Microsoft's Linux made, against what another reader found in it. */
class RpmSharedImageTest {

    private static final String NAME = "cbl-mariner-2.0-rpmdb-sqlite.oci";
    private static final String PATH = "var/lib/rpm/rpmdb.sqlite";
    private static final Path IMAGES = Path.of("../../shared/images");

    @Test
    void r1ReadsThePackagesThatAnotherReaderFound() throws Exception {
        var database = database();

        var reading = RpmDatabase.read(PATH, RpmFormat.SQLITE, database, new byte[0]);

        assertThat(reading.gaps()).isEmpty();
        assertThat(reading.packages())
                .extracting(
                        rpm ->
                                String.join(
                                        "\t",
                                        "rpm",
                                        rpm.name(),
                                        rpm.fullVersion(),
                                        rpm.sourceName(),
                                        rpm.sourceVersion(),
                                        rpm.architecture()))
                .containsExactlyInAnyOrderElementsOf(expected());
        assertThat(reading.packages())
                .filteredOn(rpm -> rpm.name().equals("bash"))
                .singleElement()
                .satisfies(
                        rpm -> {
                            assertThat(rpm.vendor()).isEqualTo("Microsoft Corporation");
                            assertThat(rpm.files()).contains("bin/bash", "etc/bash.bashrc");
                            assertThat(rpm.provides()).contains("bash", "/bin/sh");
                            assertThat(rpm.requires()).contains("libc.so.6()(64bit)");
                        });
    }

    private static byte[] database() throws IOException {
        var file = IMAGES.resolve(NAME + ".tar");
        assumeTrue(Files.isReadable(file), () -> "no archives of other tools in " + IMAGES);
        try (var archive = ImageArchive.open(file)) {
            var image = (Publishable.Image) archive.images().getFirst().content();
            // The configuration, then the only layer.
            var layer = new GZIPInputStream(image.blobs().getLast().open());
            try (var tar = new TarArchiveInputStream(layer)) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.getName().equals(PATH)) {
                        return tar.readAllBytes();
                    }
                }
            }
        }
        throw new AssertionError(PATH + " is not in " + file);
    }

    /**
     * The other reader puts the epoch of the package, 0 if there is none, before the version of the
     * source.
     */
    private static List<String> expected() throws IOException {
        try (var lines =
                Files.lines(IMAGES.resolve("expected/expected-packages/" + NAME + ".tsv"))) {
            return lines.filter(line -> line.startsWith("rpm\t"))
                    .map(line -> line.replaceFirst("\t[0-9]+:([^\t]+\t[^\t]+)$", "\t$1"))
                    .toList();
        }
    }
}
