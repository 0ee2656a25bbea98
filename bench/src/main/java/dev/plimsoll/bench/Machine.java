package dev.plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and when it was measured. */
record Machine(String cpu, int cores, long memory, String jdk, String system, Instant at) {

    /**
     * @throws IOException if this is no Linux: nothing else has {@code /proc}
     */
    static Machine here() throws IOException {
        return new Machine(
                first("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", "")),
                "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version()),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Of the last 1, 5 and 15 minutes: above the number of cores, others were measured too. */
    static String load() {
        try {
            var fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
            return "%s %s %s".formatted(fields[0], fields[1], fields[2]);
        } catch (IOException e) {
            return "unknown (%s)".formatted(e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "%s, %d cores, %s, %s, JDK %s, %s"
                .formatted(cpu, cores, Memory.megabytes(memory), system, jdk, at);
    }

    private static String first(String file, String key) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0 (unknown)");
        }
    }
}
