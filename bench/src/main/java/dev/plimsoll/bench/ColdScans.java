package dev.plimsoll.bench;

import dev.plimsoll.embedded.image.Blob;
import dev.plimsoll.embedded.image.ImageArchive;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.topic.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Scans of content that was never seen, next to {@code gunzip | sha256sum} of the same layers: what
 * any scanner that verifies what it reads has to do at least.
 */
final class ColdScans {

    private static final int WARM_SCANS = 20;

    private final IngestAlone ingest;
    private final RegistryClient registry;
    private final Path work;
    private final PrintStream out;
    private final Optional<Syft> syft = Syft.onPath();
    private int number = 1;

    ColdScans(IngestAlone ingest, Path work, PrintStream out) {
        this.ingest = ingest;
        this.registry = RegistryClient.anonymous(ingest.registry());
        this.work = work;
        this.out = out;
    }

    /**
     * @param images OCI layouts (folders) and archives
     * @param rounds that count, after one that does not
     */
    List<Table> measure(List<Path> images, int rounds) throws IOException {
        var cold =
                new Table(
                        "Cold scans against gunzip | sha256sum of the same layers, median of %d rounds, each in turn"
                                .formatted(rounds),
                        "image",
                        "outcome",
                        "compressed",
                        "uncompressed",
                        "floor",
                        "scan",
                        "ratio",
                        "ratios",
                        "written to disk",
                        "peak RSS",
                        "Syft",
                        "Syft : scan");
        var warm =
                new Table(
                        "Warm scans, %d of each".formatted(WARM_SCANS),
                        "image",
                        "p50",
                        "longest",
                        "HTTP requests each",
                        "blob bytes");
        for (var path : images) {
            try (var archive = ImageArchive.open(path)) {
                for (var named : archive.images()) {
                    if (named.content() instanceof Publishable.Image image) {
                        var name = name(path);
                        out.printf("  %s%n", name);
                        coldRow(cold, name, image, rounds);
                        warmRow(warm, name, image);
                        break;
                    }
                }
            }
        }
        cold.remark(
                "Written to disk: what the kernel counts for the process (proc_pid_io(5)), its log included.");
        cold.remark(
                syft.isPresent()
                        ? "Syft: the whole process, from the same registry; it starts anew for every image."
                        : "Syft is not on the PATH: not measured.");
        var tables = new ArrayList<>(List.of(cold, warm));
        var last = largestForManyAtOnce(images);
        try (var archive = ImageArchive.open(last)) {
            for (var named : archive.images()) {
                if (named.content() instanceof Publishable.Image image) {
                    tables.add(concurrent(name(last), image));
                    break;
                }
            }
        }
        return tables;
    }

    /** Eight of the very largest would take minutes to make, and show nothing else. */
    private static Path largestForManyAtOnce(List<Path> images) {
        return images.reversed().stream()
                .filter(path -> bytes(path) <= 400_000_000)
                .findFirst()
                .orElse(images.getFirst());
    }

    /** Small ones first. */
    static List<Path> imagesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var images = new ArrayList<Path>();
            for (var file : files.toList()) {
                if (file.toString().matches(".*\\.(oci|tar|tar\\.gz)")) {
                    images.add(file);
                }
            }
            if (images.isEmpty()) {
                throw new IllegalArgumentException("no image lies in '%s'".formatted(folder));
            }
            images.sort(Comparator.comparingLong(ColdScans::bytes).thenComparing(Path::toString));
            return images;
        }
    }

    private static long bytes(Path path) {
        try (var files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void coldRow(Table table, String name, Publishable.Image image, int rounds)
            throws IOException {
        var scans = new ArrayList<Duration>();
        var floors = new ArrayList<Duration>();
        var ratios = new ArrayList<Double>();
        var others = new ArrayList<Duration>();
        var outcome = "";
        var uncompressed = 0L;
        var jvm = ingest.jvm();
        Memory.forgetPeak(jvm);
        long written = 0;
        for (int round = 0; round <= rounds; round++) {
            var fresh = FreshImage.of(image, number++);
            var files = files(fresh);
            long before = Memory.written(jvm);
            registry.push(fresh, "cold/" + name, "r" + round);
            var report = ingest.await(1).getFirst();
            long after = Memory.written(jvm);
            var floor = new Floor(files).measure();
            uncompressed = floor.bytes();
            outcome = outcome(report);
            if (round > 0) {
                written = Math.max(written, after - before);
                scans.add(time(report));
                floors.add(floor.time());
                if (syft.isPresent()) {
                    others.add(
                            syft.get()
                                    .measure(
                                            "%s/cold/%s:r%d"
                                                    .formatted(
                                                            ingest.registry().getAuthority(),
                                                            name,
                                                            round)));
                }
                ratios.add((double) time(report).toNanos() / floor.time().toNanos());
            }
            for (var file : files) {
                Files.delete(file);
            }
        }
        table.row(
                name,
                outcome,
                megabytes(size(image)),
                megabytes(uncompressed),
                milliseconds(new Latencies(floors).percentile(50)),
                milliseconds(new Latencies(scans).percentile(50)),
                "%.2f".formatted(median(ratios)),
                String.join(" ", ratios.stream().sorted().map("%.2f"::formatted).toList()),
                "%,d KiB".formatted(written / 1024),
                Memory.megabytes(Memory.peak(jvm)),
                others.isEmpty() ? "–" : milliseconds(new Latencies(others).percentile(50)),
                others.isEmpty()
                        ? "–"
                        : "%.1f"
                                .formatted(
                                        (double) new Latencies(others).percentile(50).toNanos()
                                                / new Latencies(scans).percentile(50).toNanos()));
    }

    private void warmRow(Table table, String name, Publishable.Image image) throws IOException {
        var times = new ArrayList<Duration>();
        long blobBytes = 0;
        registry.push(image, "known/" + name, "first");
        ingest.await(1);
        long requests = 0;
        for (int i = 0; i < WARM_SCANS; i++) {
            long before = ingest.requests();
            registry.push(image, "known/" + name, "again" + i);
            var report = ingest.await(1).getFirst();
            requests += ingest.requests() - before - pushRequests(image);
            times.add(time(report));
            blobBytes += report.getBlobBytes();
        }
        var latencies = new Latencies(times);
        table.row(
                name,
                milliseconds(latencies.percentile(50)),
                milliseconds(latencies.percentile(100)),
                "%.1f".formatted((double) requests / WARM_SCANS),
                Long.toString(blobBytes));
    }

    /** One HEAD for each blob that is there, and the manifest. */
    private static long pushRequests(Publishable.Image image) {
        return image.blobs().size() + 1;
    }

    /** As many scans of the image at once as the service does. */
    private Table concurrent(String name, Publishable.Image image) throws IOException {
        int scans = IngestAlone.CONCURRENT_PUSHES + IngestAlone.CONCURRENT_REQUESTS;
        out.printf("  %d scans of %s at once%n", scans, name);
        var repositories = new ArrayList<String>();
        repositories.addAll(repositories("pushed", IngestAlone.CONCURRENT_PUSHES));
        repositories.addAll(repositories("asked", IngestAlone.CONCURRENT_REQUESTS));
        var images = new ArrayList<Publishable.Image>();
        try (var silent = RegistryClient.anonymous(ingest.silentRegistry())) {
            for (var repository : repositories) {
                var fresh = FreshImage.of(image, number++);
                silent.push(fresh, repository, "new");
                images.add(fresh);
            }
        }
        var jvm = ingest.jvm();
        Memory.forgetPeak(jvm);
        long before = Memory.written(jvm);
        for (int i = 0; i < scans; i++) {
            if (i < IngestAlone.CONCURRENT_PUSHES) {
                registry.push(images.get(i), repositories.get(i), "new");
            } else {
                ingest.request(repositories.get(i), "new");
            }
        }
        var reports = ingest.await(scans);
        var table =
                new Table(
                        "%d scans at once, every layer of %s new in each".formatted(scans, name),
                        "most at one time",
                        "first start to last end",
                        "compressed bytes read",
                        "written to disk",
                        "peak RSS");
        table.row(
                Integer.toString(mostAtOnce(reports)),
                milliseconds(
                        Duration.between(
                                reports.stream()
                                        .map(ScanReported::getStartedAt)
                                        .min(Comparator.naturalOrder())
                                        .orElseThrow(),
                                reports.getLast().getFinishedAt())),
                megabytes(reports.stream().mapToLong(ScanReported::getBlobBytes).sum()),
                "%,d KiB".formatted((Memory.written(jvm) - before) / 1024),
                Memory.megabytes(Memory.peak(jvm)));
        return table;
    }

    private static int mostAtOnce(List<ScanReported> reports) {
        return (int)
                reports.stream()
                        .mapToLong(
                                one ->
                                        reports.stream()
                                                .filter(
                                                        other ->
                                                                !other.getStartedAt()
                                                                                .isAfter(
                                                                                        one
                                                                                                .getStartedAt())
                                                                        && other.getFinishedAt()
                                                                                .isAfter(
                                                                                        one
                                                                                                .getStartedAt()))
                                                .count())
                        .max()
                        .orElse(0);
    }

    /** Names of which no two lie in partitions that one thread reads. */
    private List<String> repositories(String folder, int threads) {
        var found = new TreeMap<Integer, String>();
        for (int i = 0; found.size() < threads; i++) {
            var name = "%s/image-%d".formatted(folder, i);
            var key = ingest.registry().getAuthority() + "/" + name;
            var partition =
                    Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)))
                            % Topic.REPOSITORY_PARTITIONS;
            found.putIfAbsent(partition * threads / Topic.REPOSITORY_PARTITIONS, name);
        }
        return List.copyOf(found.values());
    }

    private List<Path> files(Publishable.Image image) throws IOException {
        var files = new ArrayList<Path>();
        for (var blob : image.blobs()) {
            if (FreshImage.isGzip(blob)) {
                files.add(file(blob));
            }
        }
        return files;
    }

    private Path file(Blob blob) throws IOException {
        var file = work.resolve(blob.digest().value().replace(':', '-'));
        try (var content = blob.open()) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
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

    private static long size(Publishable.Image image) {
        return image.blobs().stream().mapToLong(Blob::size).sum();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String megabytes(long bytes) {
        return "%,.1f MB".formatted(bytes / 1e6);
    }

    private static String milliseconds(Duration time) {
        return "%,.0f ms".formatted(time.toNanos() / 1e6);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.(oci|tar|tar\\.gz)$", "")
                .replaceAll("[^a-z0-9]+", "-");
    }
}
