package dev.plimsoll.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Anchore's Syft, where it is on the PATH: makes an inventory of an image in a registry, as the
 * builtin engine does. Scanners that match need a database that they download, so none of them is
 * here.
 */
record Syft(Path program) {

    static Optional<Syft> onPath() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "syft"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Syft::new);
    }

    /**
     * From start to end of the process.
     *
     * @param reference "127.0.0.1:5000/repository:tag", over plain HTTP
     */
    Duration measure(String reference) throws IOException {
        var builder =
                new ProcessBuilder(
                                program.toString(),
                                "scan",
                                "--quiet",
                                "--output",
                                "json",
                                "registry:" + reference)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SYFT_REGISTRY_INSECURE_USE_HTTP", "true");
        builder.environment().put("SYFT_CHECK_FOR_APP_UPDATE", "false");
        long start = System.nanoTime();
        var process = builder.start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("syft ended with %d".formatted(process.exitValue()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
