package dev.plimsoll.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeashedProcessTest {

    @TempDir Path directory;

    @Test
    void endsWithEverythingItStarted() throws Exception {
        var process = start("echo started; exec sleep 3600");
        awaitOutput("started");
        var family = process.family();

        process.close();

        assertThat(family).isNotEmpty();
        assertThat(process.isAlive()).isFalse();
        assertThat(family).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void endsByForceWhenItDoesNotListen() throws Exception {
        var process = start("trap '' TERM; echo started; while :; do sleep 1; done");
        awaitOutput("started");

        process.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void tellsTheExitCodeOfTheCommand() throws Exception {
        var process = start("exit 7");
        while (process.isAlive()) {
            Thread.onSpinWait();
        }

        assertThat(process.exitCode()).isEqualTo(7);
    }

    private LeashedProcess start(String script) {
        return LeashedProcess.start(
                "script",
                List.of("/bin/sh", "-c", "exec 2>&1; " + script),
                Map.of(),
                directory,
                directory.resolve("output"),
                Duration.ofMillis(500));
    }

    private void awaitOutput(String text) throws Exception {
        while (!Files.readString(directory.resolve("output")).contains(text)) {
            Thread.onSpinWait();
        }
    }
}
