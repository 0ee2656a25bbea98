package dev.plimsoll.ingest.scan.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.Publishable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** Images that other tools were tested with, against the packages that others counted in them. */
class SharedImagesTest {

    private static final Path IMAGES = Path.of("../../shared/images");

    @Test
    void findsEveryPythonPackage() throws IOException {
        var readings = readings("python-3.11-site-packages.oci.tar");

        assertThat(rows(readings))
                .containsExactlyInAnyOrderElementsOf(
                        expected("python-3.11-site-packages.oci.tsv", "pypi"));
        assertThat(readings).allMatch(reading -> reading.gaps().isEmpty());
    }

    @Test
    void findsEveryPackageOfALockFile() throws IOException {
        var readings = readings("alpine-goof-package-lock.docker-oci.tar");

        assertThat(rows(readings))
                .containsExactlyInAnyOrderElementsOf(
                        expected("alpine-goof-package-lock.docker-oci.tsv", "npm-lock"));
        assertThat(readings).allMatch(reading -> reading.gaps().isEmpty());
    }

    @Test
    void namesEveryJarAndReportsTheEmptyOne() throws IOException {
        var readings = readings("jars.docker-save.tar");

        assertThat(
                        readings.stream()
                                .flatMap(reading -> reading.packages().stream())
                                .map(
                                        found ->
                                                found.name()
                                                        + " "
                                                        + found.version()
                                                        + " "
                                                        + found.path()))
                .containsExactlyInAnyOrder(
                        "javax.activation:activation 1.1.1 app/activation-1.1.1.jar",
                        "javax.activation:activation 1.1.1 usr/gradle/caches/activation-1.1.1.jar",
                        "org.glassfish.hk2.external:aopalliance-repackaged 2.5.0"
                                + " libs/aopalliance-repackaged-2.5.0.jar",
                        "org.apache.yetus:audience-annotations 0.5.0"
                                + " libs/audience-annotations-0.5.0.jar");
        assertThat(readings.stream().flatMap(reading -> reading.packages().stream()))
                .extracting(LanguagePackage::path)
                .containsExactlyInAnyOrderElementsOf(paths("jars.docker-save.tsv"));
        assertThat(readings.stream().flatMap(reading -> reading.gaps().stream()))
                .extracting(gap -> gap.getReason() + " " + gap.getMessage())
                .containsExactly(
                        "JAR_UNREADABLE usr/gradle/caches/some-jar.jar: it is no zip archive");
    }

    private static List<LanguageReading> readings(String archive) throws IOException {
        var file = IMAGES.resolve(archive);
        assumeTrue(Files.isReadable(file), () -> "no archives of other tools in " + IMAGES);
        var readings = new ArrayList<LanguageReading>();
        try (var images = ImageArchive.open(file)) {
            var image = (Publishable.Image) images.images().getFirst().content();
            for (var blob : image.blobs()) {
                if (!blob.mediaType().contains("config")
                        && !blob.mediaType().contains("image.v1+json")) {
                    readLayer(blob.open(), readings);
                }
            }
        }
        return readings;
    }

    private static void readLayer(InputStream blob, List<LanguageReading> readings)
            throws IOException {
        try (var tar = new TarArchiveInputStream(uncompressed(blob))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = entry.getName().replaceFirst("^\\./", "");
                if (entry.isFile()
                        && LanguageFiles.mayTell(path, entry.getMode(), entry.getSize())) {
                    readings.add(
                            LanguageFiles.read(
                                    path,
                                    entry.getMode(),
                                    entry.getSize(),
                                    tar,
                                    LanguageLimits.USUAL));
                }
            }
        }
    }

    private static InputStream uncompressed(InputStream blob) throws IOException {
        var buffered = new BufferedInputStream(blob);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered) : buffered;
    }

    private static List<String> rows(List<LanguageReading> readings) {
        return readings.stream()
                .flatMap(reading -> reading.packages().stream())
                .map(found -> found.name() + " " + found.version() + " " + found.path())
                .toList();
    }

    private static List<String> expected(String table, String type) throws IOException {
        return cells(table).stream()
                .filter(cells -> cells[0].equals(type))
                .map(cells -> cells[1] + " " + cells[2] + " " + cells[5])
                .toList();
    }

    private static List<String> paths(String table) throws IOException {
        return cells(table).stream()
                .filter(cells -> cells[0].equals("jar-file"))
                .map(cells -> cells[5])
                .toList();
    }

    private static List<String[]> cells(String table) throws IOException {
        return Files.readAllLines(IMAGES.resolve("expected/expected-packages").resolve(table))
                .stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
