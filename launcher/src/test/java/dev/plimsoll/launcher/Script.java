package dev.plimsoll.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The script {@code ./quickstart} in a process of its own, as people start it. */
record Script(Path data) {

    /**
     * @param output everything it wrote
     */
    record Ended(int exitCode, String output) {}

    /** Runs it to its end. What it writes is shown while it runs. */
    Ended run(List<String> arguments) throws IOException, InterruptedException {
        trustTheBuild();
        var command = new ArrayList<String>();
        command.add(Workplace.ROOT.resolve("quickstart").toString());
        command.addAll(arguments);
        System.out.println("$ ./quickstart " + String.join(" ", arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PLIMSOLL_DATA", data.toString());
        var process = builder.start();
        process.getOutputStream().close();
        var stop = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stop);
        var output = new StringBuilder();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("  | " + line);
                output.append(line).append('\n');
            }
            return new Ended(process.waitFor(), output.toString());
        } finally {
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    /**
     * The script builds what is older than its sources. The build that runs this test has made the
     * jars a moment ago; what was changed since then is still built.
     */
    private static void trustTheBuild() throws IOException {
        var built =
                Stream.of("ingest-service", "analysis-service", "notify-service", "launcher")
                        .map(name -> Workplace.ROOT.resolve(name + "/target/" + name + ".jar"))
                        .map(Script::modified)
                        .min(FileTime::compareTo)
                        .orElseThrow();
        var stamp = Workplace.ROOT.resolve("launcher/target/quickstart.stamp");
        if (!Files.exists(stamp)) {
            Files.createFile(stamp);
            Files.setLastModifiedTime(stamp, built);
        } else if (modified(stamp).compareTo(built) < 0) {
            Files.setLastModifiedTime(stamp, built);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s is missing; run the tests with ./mvnw verify".formatted(file), e);
        }
    }
}
