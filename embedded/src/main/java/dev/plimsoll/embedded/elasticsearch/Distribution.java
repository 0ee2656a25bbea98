package dev.plimsoll.embedded.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The archive the build put into {@code embedded/target/elasticsearch}: too large for a jar, so it
 * is looked for beside the classes or the jar this class was loaded from, whoever's class path that
 * is.
 */
record Distribution(Path archive) {

    /** Names the archive, where the build's own is not beside the classes. */
    static final String PROPERTY = "plimsoll.elasticsearch.distribution";

    static Distribution locate() {
        var named = System.getProperty(PROPERTY);
        if (named != null) {
            return new Distribution(Path.of(named));
        }
        return Stream.concat(besideTheClasses(), aboveTheWorkingDirectory())
                .flatMap(folder -> archiveIn(folder).stream())
                .findFirst()
                .map(Distribution::new)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no Elasticsearch archive in embedded/target/elasticsearch: run"
                                                + " './mvnw -pl embedded -am package', or name one with"
                                                + " -D%s=…".formatted(PROPERTY)));
    }

    /** For example "elasticsearch-8.19.21". */
    String name() {
        return archive.getFileName().toString().replaceFirst("\\.zip$", "");
    }

    /**
     * Unpacks into a new folder of the given one, unless that was done before, and returns the new
     * folder.
     */
    Path unpackInto(Path folder) {
        var home = folder.resolve(name());
        if (Files.isDirectory(home)) {
            return home;
        }
        var unfinished = folder.resolve("unpacking");
        try (var zip = new ZipFile(archive.toFile())) {
            deleteAll(unfinished);
            for (var entry : Collections.list(zip.entries())) {
                var target = unfinished.resolve(entry.getName()).normalize();
                if (!target.startsWith(unfinished)) {
                    throw new IOException(
                            "an entry leaves the archive: '%s'".formatted(entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                try (var content = zip.getInputStream(entry)) {
                    Files.copy(content, target);
                }
                if (entry.getName().contains("/bin/")) {
                    target.toFile().setExecutable(true, false);
                }
            }
            Files.move(unfinished.resolve(name()), home, StandardCopyOption.ATOMIC_MOVE);
            deleteAll(unfinished);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot be unpacked into %s".formatted(archive, folder), e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    private static Stream<Path> besideTheClasses() {
        var source = Distribution.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Stream.empty();
        }
        try {
            return parent(Path.of(source.getLocation().toURI()))
                    .map(target -> target.resolve("elasticsearch"))
                    .stream();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "not a place to load classes from: " + source.getLocation(), e);
        }
    }

    private static Stream<Path> aboveTheWorkingDirectory() {
        return Folders.upwards(Path.of("")).stream()
                .map(folder -> folder.resolve("embedded/target/elasticsearch"));
    }

    private static Optional<Path> parent(Path path) {
        return Optional.ofNullable(path.getParent());
    }

    private static Optional<Path> archiveIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("elasticsearch-.*\\.zip"))
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be listed".formatted(folder), e);
        }
    }
}
