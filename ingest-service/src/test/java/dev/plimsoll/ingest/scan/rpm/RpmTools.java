package dev.plimsoll.ingest.scan.rpm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** rpm itself, and Berkeley DB's own loader, working in a directory of the test. */
final class RpmTools {

    private final Path home;

    private RpmTools(Path home) {
        this.home = home;
    }

    /** Skips the test where the tools are missing. */
    static RpmTools in(Path home) {
        for (var tool : List.of("rpm", "rpmbuild", "db5.3_load")) {
            assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool))),
                    () -> "no " + tool + " here (Debian: rpm, db5.3-util)");
        }
        return new RpmTools(home);
    }

    /** The packages that the description gives. */
    List<Path> build(String name, String spec, String architecture)
            throws IOException, InterruptedException {
        var file = Files.writeString(home.resolve(name + ".spec"), spec);
        var top = home.resolve("build-" + name);
        run(
                "rpmbuild",
                "-bb",
                "--quiet",
                "--target=" + architecture,
                "--define=_topdir " + top,
                "--define=debug_package %{nil}",
                file.toString());
        try (var files = Files.walk(top.resolve("RPMS"))) {
            return files.filter(path -> path.toString().endsWith(".rpm")).sorted().toList();
        }
    }

    /** Lists them as installed, and does nothing else. */
    void register(Path database, List<Path> packages) throws IOException, InterruptedException {
        rpm(
                database,
                "sqlite",
                Stream.concat(
                                Stream.of("-i", "--justdb", "--nodeps", "--ignorearch"),
                                packages.stream().map(Path::toString))
                        .toArray(String[]::new));
    }

    String rpm(Path database, String format, String... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "rpm",
                                "--dbpath=" + database.toAbsolutePath(),
                                "--define=_db_backend " + format));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    /** A Berkeley DB file with the given headers. */
    byte[] load(String type, int order, int pageSize, List<byte[]> headers, Path file)
            throws IOException, InterruptedException {
        var dump = new StringBuilder("VERSION=3\nformat=bytevalue\n");
        dump.append("type=%s\ndb_pagesize=%d\ndb_lorder=%d\n".formatted(type, pageSize, order));
        dump.append("HEADER=END\n");
        append(dump, order, 0, new byte[] {1, 0, 0, 0});
        for (int i = 0; i < headers.size(); i++) {
            append(dump, order, i + 1, headers.get(i));
        }
        var text = home.resolve(file.getFileName() + ".dump");
        Files.writeString(text, dump.append("DATA=END\n"));
        Files.createDirectories(file.getParent());
        run("db5.3_load", "-f", text.toString(), file.toString());
        return Files.readAllBytes(file);
    }

    private static void append(StringBuilder dump, int order, int number, byte[] value) {
        var hex = HexFormat.of();
        int key = order == 1234 ? Integer.reverseBytes(number) : number;
        dump.append(' ').append(hex.toHexDigits(key)).append('\n');
        dump.append(' ').append(hex.formatHex(value)).append('\n');
    }

    private String run(String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile(home, "output", ".txt");
        var errors = Files.createTempFile(home, "errors", ".txt");
        var builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        var process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(
                    String.join(" ", command) + " failed: " + Files.readString(errors));
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
