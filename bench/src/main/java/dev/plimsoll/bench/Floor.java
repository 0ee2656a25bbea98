package dev.plimsoll.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code gunzip | sha256sum} of files that lie in the page cache, one after the other: what reading
 * layers costs when nothing is looked for.
 */
record Floor(List<Path> files) {

    /**
     * @param bytes uncompressed
     */
    record Measured(Duration time, long bytes) {}

    Measured measure() throws IOException {
        long bytes = 0;
        for (var file : files) {
            bytes += Long.parseLong(run("gunzip -c \"$1\" | wc -c", file).strip());
        }
        long start = System.nanoTime();
        for (var file : files) {
            run("gunzip -c \"$1\" | sha256sum", file);
        }
        return new Measured(Duration.ofNanos(System.nanoTime() - start), bytes);
    }

    private static String run(String script, Path file) throws IOException {
        var process =
                new ProcessBuilder("/bin/sh", "-c", script, "floor", file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(file, script));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
