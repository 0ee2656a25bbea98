package dev.plimsoll.embedded.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives as other tools made them, where they are at hand. */
class SharedArchivesTest {

    private static final Path ARCHIVES = Path.of("../../shared/images");

    @TempDir Path storage;

    @ParameterizedTest
    @CsvSource({
        "alpine-3.11.docker-save.tar.gz, 2",
        "alpine-3.12.0-pkgdb.oci.tar, 2",
        "alpine-3.18.9-minirootfs.oci.tar, 2",
        "alpine-goof-package-lock.docker-oci.tar, 5",
        "busybox-1.31.1.oci.tar, 2",
        "cbl-mariner-2.0-rpmdb-sqlite.oci.tar, 2",
        "debian-12.15-minbase-pkgdb.oci.tar, 2",
        "jars.docker-save.tar, 2",
        "nginx-debian-10-pkgdb.docker-save.tar, 2",
        "python-3.11-site-packages.oci.tar, 3"
    })
    void areReadAndPushed(String name, int blobs) throws Exception {
        assumeTrue(Files.isDirectory(ARCHIVES), () -> "no archives of other tools in " + ARCHIVES);
        try (var registry = EmbeddedRegistry.start(RegistryOptions.in(storage));
                var client = RegistryClient.anonymous(URI.create("http://" + registry.host()));
                var archive = ImageArchive.open(ARCHIVES.resolve(name))) {
            var image = archive.images().getFirst().content();

            client.push(image, "other/tools", "1");

            assertThat(image)
                    .isInstanceOfSatisfying(
                            Publishable.Image.class, one -> assertThat(one.blobs()).hasSize(blobs));
        }
    }
}
