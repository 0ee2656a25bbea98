package dev.plimsoll.launcher;

import dev.plimsoll.embedded.process.LeashedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One of the three services in a process of its own. */
record ServiceProcess(String name, LeashedProcess process, Path log) implements AutoCloseable {

    /**
     * @param settings content of its configuration file, with secrets
     * @param heap for example "256m"
     */
    static ServiceProcess start(
            String name, Path root, Path directory, String settings, String heap)
            throws IOException {
        var configuration =
                Files.createDirectories(directory.resolve("config")).resolve(name + ".yaml");
        PrivateFile.write(configuration, settings);
        var log = Files.createDirectories(directory.resolve("logs")).resolve(name + ".log");
        if (Files.exists(log)) {
            Files.move(
                    log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        root.resolve(name).resolve("target").resolve(name + ".jar").toString(),
                        "--spring.config.additional-location=file:" + configuration,
                        "--spring.main.banner-mode=off");
        var process =
                LeashedProcess.start(
                        name, command, Map.of(), directory, log, Duration.ofSeconds(40));
        return new ServiceProcess(name, process, log);
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new FailedException(
                    "%s ended with exit code %d; its log is %s and ends so:\n%s"
                            .formatted(name, process.exitCode(), log, lastWords()));
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private String lastWords() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()))
                    .indent(4);
        } catch (IOException e) {
            return "    (unreadable: %s)".formatted(e.getMessage());
        }
    }
}
