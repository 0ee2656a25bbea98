package dev.plimsoll.ingest.scan.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plimsoll.event.Component;
import dev.plimsoll.event.RemovedComponent;
import dev.plimsoll.ingest.registry.Digest;
import dev.plimsoll.ingest.scan.layer.Deadline;
import dev.plimsoll.ingest.scan.layer.LayerEncoding;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Debian made by its own tools in three steps, each a layer: the base, something installed, some
 * of that removed. What dpkg-query says of each step is right.
 */
class DebianImagesIT {

    private static final String TAR =
            "tar --create --one-file-system --numeric-owner --sort=name --directory \"$1\" --file '%s' .";

    private static final String QUERY =
            "dpkg-query --admindir=\"$1/var/lib/dpkg\" --show --showformat"
                    + " '${db:Status-Status}\\t${Package}\\t${Version}\\t${source:Package}\\t${source:Version}\\t${Architecture}\\n'"
                    + " > '%s'";

    @TempDir static Path directory;

    private static final List<Path> layers = new ArrayList<>();

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(
                Stream.of("mmdebstrap", "dpkg-query").allMatch(DebianImagesIT::isInstalled),
                "mmdebstrap is not installed: apt-get install mmdebstrap");
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "mmdebstrap makes a complete Debian only for root");
        // The first hook runs when the essential packages are installed and nothing else is.
        var command =
                List.of(
                        "mmdebstrap",
                        "--quiet",
                        "--variant=minbase",
                        "--mode=root",
                        "--format=null",
                        "--include=nano,python3-six",
                        "--essential-hook=" + TAR.formatted(tree(0)),
                        "--essential-hook=" + QUERY.formatted(query(0)),
                        "--customize-hook=" + TAR.formatted(tree(1)),
                        "--customize-hook=" + QUERY.formatted(query(1)),
                        "--customize-hook=chroot \"$1\" dpkg --remove nano python3-six",
                        "--customize-hook=" + TAR.formatted(tree(2)),
                        "--customize-hook=" + QUERY.formatted(query(2)),
                        "bookworm",
                        "-");
        var log = directory.resolve("mmdebstrap.log");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor()).as(() -> "mmdebstrap: " + text(log)).isZero();
        layers.add(tree(0));
        layers.add(difference(0, 1));
        layers.add(difference(1, 2));
    }

    @Test
    void everyStepHasWhatDpkgQuerySays() throws IOException {
        for (int step = 0; step < layers.size(); step++) {
            var components = installation(step).components();

            assertThat(components.stream().filter(each -> each.getType().equals("deb")))
                    .extracting(DebianImagesIT::line)
                    .hasSizeGreaterThan(20)
                    .containsExactlyInAnyOrderElementsOf(installed(step));
        }
    }

    @Test
    void whatALayerBroughtAndWhatTheNextTookAwayIsKnown() throws IOException {
        var second = installation(1);
        var third = installation(2);
        var before = installed(0);

        assertThat(second.gaps()).isEmpty();
        assertThat(third.gaps()).isEmpty();
        assertThat(second.removed()).isEmpty();
        assertThat(second.components().stream().filter(each -> each.getType().equals("deb")))
                .allSatisfy(
                        each ->
                                assertThat(each.getLayer())
                                        .isEqualTo(before.contains(line(each)) ? 0 : 1));
        assertThat(third.removed())
                .extracting(RemovedComponent::getLayer, RemovedComponent::getRemovedIn)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(1, 2));
        assertThat(third.removed())
                .extracting(removed -> removed.getPurl().replaceFirst("@.*", ""))
                .containsExactlyInAnyOrder(
                        "pkg:deb/debian/nano", "pkg:deb/debian/python3-six", "pkg:pypi/six");
    }

    @Test
    void d31EveryPythonPackageOfDebianIsCoveredByItsDeb() throws IOException {
        assertThat(installation(1).components())
                .filteredOn(each -> each.getType().equals("pypi"))
                .isNotEmpty()
                .allSatisfy(
                        each ->
                                assertThat(each.getCoveredBy())
                                        .startsWith("pkg:deb/debian/python3"));
    }

    private static Installation installation(int step) throws IOException {
        var read = new ArrayList<LayerContents>();
        for (var layer : layers.subList(0, step + 1)) {
            try (var content = new BufferedInputStream(Files.newInputStream(layer))) {
                read.add(Reading.layer(content, LayerEncoding.PLAIN, ScanLimits.USUAL));
            }
        }
        return Installation.of(
                ImageContents.of(
                        read, ImageContents.WANTED, Deadline.in(ScanLimits.USUAL.deadline())));
    }

    private static List<String> installed(int step) throws IOException {
        return Files.readAllLines(query(step)).stream()
                .filter(line -> line.startsWith("installed\t"))
                .map(line -> line.substring("installed\t".length()))
                .toList();
    }

    private static String line(Component component) {
        return String.join(
                "\t",
                component.getName(),
                component.getVersion(),
                component.getSourceName(),
                component.getSourceVersion(),
                component.getArchitecture());
    }

    /** The layer that makes one tree of another, as a builder would write it. */
    private static Path difference(int lower, int upper) throws IOException {
        var before = entries(tree(lower));
        var after = entries(tree(upper));
        var layer = directory.resolve("layer-%d.tar".formatted(upper));
        try (var in = new TarArchiveInputStream(open(tree(upper)));
                var out =
                        new TarArchiveOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(layer)))) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var path : before.keySet()) {
                int slash = path.lastIndexOf('/') + 1;
                if (!after.containsKey(path)
                        && (slash == 0 || after.containsKey(path.substring(0, slash - 1)))) {
                    out.putArchiveEntry(
                            new TarArchiveEntry(
                                    path.substring(0, slash) + ".wh." + path.substring(slash)));
                    out.closeArchiveEntry();
                }
            }
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var path = path(entry);
                if (!after.get(path).equals(before.get(path))) {
                    out.putArchiveEntry(entry);
                    in.transferTo(out);
                    out.closeArchiveEntry();
                }
            }
        }
        return layer;
    }

    /** What tells one version of a path from another. */
    private static Map<String, String> entries(Path tree) throws IOException {
        var entries = new TreeMap<String, String>();
        var linked = new HashMap<String, String>();
        try (var in = new TarArchiveInputStream(open(tree))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var content = entry.isFile() ? Digest.of(in.readAllBytes()).value() : "";
                if (entry.isLink()) {
                    content = linked.get(entry.getLinkName());
                }
                linked.put(entry.getName(), content);
                entries.put(
                        path(entry),
                        "%s %o %s %s"
                                .formatted(
                                        entry.getLinkFlag(),
                                        entry.getMode(),
                                        entry.getLinkName(),
                                        content));
            }
        }
        return entries;
    }

    private static String path(TarArchiveEntry entry) {
        return entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private static Path tree(int step) {
        return directory.resolve("tree-%d.tar".formatted(step));
    }

    private static Path query(int step) {
        return directory.resolve("query-%d.tsv".formatted(step));
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
