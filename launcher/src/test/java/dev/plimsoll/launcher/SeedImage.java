package dev.plimsoll.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.embedded.image.Format;
import dev.plimsoll.embedded.image.ImageBuilder;
import dev.plimsoll.embedded.image.Layer;
import dev.plimsoll.embedded.image.Publishable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Images as a team that knows no multi-stage builds makes them: Debian 13 with what an application
 * needs and, on top, the tools to build it. Debian's own tools make them, in three steps; layers
 * hold what tells of the packages, the programs and the package database, and not all the rest.
 */
final class SeedImage {

    /** What the application needs, and its maintainers like to have. */
    private static final String WANTED = "curl wget libgl1 libglib2.0-0";

    private static final String TAR =
            "tar --create --numeric-owner --sort=name --exclude=./var/lib/dpkg/info"
                    + " --directory \"$1\" --file '%s' ./etc ./bin ./sbin ./lib ./usr/bin ./usr/sbin"
                    + " ./usr/lib/os-release ./var/lib/dpkg";

    private static final String QUERY =
            "dpkg-query --admindir=\"$1/var/lib/dpkg\" --show --showformat '${Package}\\n' > '%s'";

    private static final String INSTALL =
            "chroot \"$1\" apt-get install --yes --quiet --no-install-recommends %s";

    private final Path directory;

    private SeedImage(Path directory) {
        this.directory = directory;
    }

    static boolean isPossible() {
        return Stream.of("mmdebstrap", "dpkg-query").allMatch(SeedImage::isInstalled)
                && System.getProperty("user.name").equals("root");
    }

    static SeedImage make(Path directory) throws IOException, InterruptedException {
        var made = new SeedImage(Files.createDirectories(directory));
        var log = directory.resolve("mmdebstrap.log");
        var process =
                new ProcessBuilder(
                                "mmdebstrap",
                                "--quiet",
                                "--variant=minbase",
                                "--mode=root",
                                "--format=null",
                                made.keep("base"),
                                made.query("base"),
                                "--customize-hook=" + INSTALL.formatted(WANTED),
                                made.keep("slim"),
                                made.query("slim"),
                                "--customize-hook=" + INSTALL.formatted("build-essential"),
                                made.keep("full"),
                                made.query("full"),
                                "trixie",
                                "-")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor()).as("mmdebstrap, see %s", log).isZero();
        return made;
    }

    /** The base image. */
    Publishable.Image base() throws IOException {
        return onBase().command("/bin/sh").build();
    }

    /** With the tools in it. */
    Publishable.Image full() throws IOException {
        return onBase().layer(layer("full"), "RUN apt-get install build-essential " + WANTED)
                .command("/app")
                .build();
    }

    /** Its multi-stage counterpart: the same but for the tools. */
    Publishable.Image slim() throws IOException {
        return onBase().layer(layer("slim"), "RUN apt-get install " + WANTED)
                .command("/app")
                .build();
    }

    /** The packages that the multi-stage build leaves out, by Debian's own word. */
    Set<String> leftOut() throws IOException {
        var packages = new TreeSet<>(packages("full"));
        packages.removeAll(packages("slim"));
        return packages;
    }

    private List<String> packages(String step) throws IOException {
        return Files.readAllLines(directory.resolve(step + ".txt"));
    }

    private ImageBuilder onBase() throws IOException {
        return ImageBuilder.of(Format.OCI).layer(layer("base"), "ADD rootfs.tar /");
    }

    private Layer layer(String step) throws IOException {
        return new Layer(Files.readAllBytes(directory.resolve(step + ".tar")));
    }

    private String keep(String step) {
        return "--customize-hook=" + TAR.formatted(directory.resolve(step + ".tar"));
    }

    private String query(String step) {
        return "--customize-hook=" + QUERY.formatted(directory.resolve(step + ".txt"));
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
