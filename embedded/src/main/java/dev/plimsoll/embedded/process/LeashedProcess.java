package dev.plimsoll.embedded.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends when this JVM does, however it does: a shell holds the read end of a
 * pipe whose write end only this JVM has, and stops its child at the end of the stream. A shutdown
 * hook alone would leave children behind after {@code kill -9}.
 */
public final class LeashedProcess implements AutoCloseable {

    private static final String LEASH =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            (while read -r _ <&3; do :; done; kill "$child" 2>/dev/null) &
            watcher=$!
            wait "$child"
            code=$?
            kill "$watcher" 2>/dev/null
            exit "$code"
            """;

    private final String name;
    private final Process process;
    private final Duration patience;

    private LeashedProcess(String name, Process process, Duration patience) {
        this.name = name;
        this.process = process;
        this.patience = patience;
    }

    /**
     * Starts the command with its output appended to a file.
     *
     * @param name for messages
     * @param environment added to the environment of this JVM
     * @param patience how long the process may take to end by itself when it is asked to
     */
    public static LeashedProcess start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path output,
            Duration patience) {
        var leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, name));
        leashed.addAll(command);
        var builder =
                new ProcessBuilder(leashed)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new LeashedProcess(name, builder.start(), patience);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s does not start: %s".formatted(name, e.getMessage()), e);
        }
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code; only after it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The process itself and everything it started. */
    public List<ProcessHandle> family() {
        return process.descendants().toList();
    }

    /** Asks the process to end, waits for it, and after its patience is over ends it by force. */
    @Override
    public void close() {
        var family = family();
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // The shell is gone already: nobody is left to be asked.
        }
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                family.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            family.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
