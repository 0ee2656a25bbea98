package dev.plimsoll.bench;

import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.launcher.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Scans of real pushes: cold, and again under other repositories, when every layer is known. The
 * times are those of the report, to the millisecond.
 */
final class Scans {

    private final Installation installation;
    private final PrintStream out;
    private final ProcessHandle ingest;
    private final List<Duration> allWarm = new ArrayList<>();
    private long highestPeak;

    Scans(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
        this.ingest =
                installation.processes().getOrDefault("ingest-service", List.of()).stream()
                        .filter(Scans::isJava)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("ingest-service is gone"));
    }

    Table measure(Optional<Path> archives, int warmScans) throws IOException {
        var table =
                new Table(
                        "Scans (warm: median of %d)".formatted(warmScans),
                        "image",
                        "outcome",
                        "cold",
                        "fetched",
                        "warm",
                        "fetched",
                        "peak memory of ingest-service");
        for (var sample : Installation.sampleImages().entrySet()) {
            row(table, sample.getKey(), sample.getValue(), warmScans);
        }
        if (archives.isPresent()) {
            for (var archive : archivesIn(archives.get())) {
                archive(table, archive, warmScans);
            }
        }
        table.row(
                "all",
                "",
                "",
                "",
                Alerts.milliseconds(new Latencies(allWarm).percentile(50)),
                "",
                Memory.megabytes(highestPeak));
        table.remark(
                "The first cold scan is the first of the service: classes are loaded. An image that"
                        + " stands on one above it finds those layers known.");
        return table;
    }

    private void archive(Table table, Path file, int warmScans) throws IOException {
        try (var archive = ImageArchive.open(file)) {
            var images = archive.images();
            for (var i = 0; i < images.size(); i++) {
                var name = name(file) + (images.size() == 1 ? "" : "-" + i);
                row(table, name + ":latest", images.get(i).content(), warmScans);
            }
        }
    }

    private void row(Table table, String name, Publishable image, int warmScans)
            throws IOException {
        Memory.forgetPeak(ingest);
        var cold = installation.publish("bench-cold/" + name, image);
        var warm = new ArrayList<ScanReported>();
        for (var i = 0; i < warmScans; i++) {
            warm.add(installation.publish("bench-warm-%d/%s".formatted(i, name), image));
        }
        var peak = Memory.peak(ingest);
        highestPeak = Math.max(highestPeak, peak);
        var times = warm.stream().map(Scans::time).toList();
        allWarm.addAll(times);
        table.row(
                name,
                outcome(cold),
                Alerts.milliseconds(time(cold)),
                bytes(cold.getBlobBytes()),
                Alerts.milliseconds(new Latencies(times).percentile(50)),
                bytes(warm.stream().mapToLong(ScanReported::getBlobBytes).sum()),
                Memory.megabytes(peak));
        out.printf("  %s: %s%n", name, outcome(cold));
    }

    private static Duration time(ScanReported scan) {
        return Duration.between(scan.getStartedAt(), scan.getFinishedAt());
    }

    private static String outcome(ScanReported scan) {
        return switch (scan.getOutcome()) {
            case Inventory inventory -> inventory.getComponents().size() + " components";
            case ScanFailure failure -> failure.getReason();
            default -> "unknown";
        };
    }

    private static String bytes(long bytes) {
        return bytes == 0 ? "0" : "%,d KiB".formatted(Math.ceilDiv(bytes, 1024));
    }

    private static List<Path> archivesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.tar(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path archive) {
        return String.valueOf(archive.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.tar(\\.gz)?$", "")
                .replaceAll("[^a-z0-9]+", "-");
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
    }
}
