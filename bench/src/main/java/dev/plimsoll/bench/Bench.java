package dev.plimsoll.bench;

import dev.plimsoll.launcher.Installation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Started by the script {@code bench/run} with the project's folder in system property {@code
 * plimsoll.root}. Exit code 0: measured; 1: something failed; 2: the command line cannot be
 * understood.
 */
public final class Bench {

    private final Options options;
    private final Path root;
    private final PrintStream out;
    private final List<Table> tables = new ArrayList<>();

    private Bench(Options options, Path root, PrintStream out) {
        this.options = options;
        this.root = root;
        this.out = out;
    }

    public static void main(String[] arguments) {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var root = Path.of(System.getProperty("plimsoll.root", "")).toAbsolutePath().normalize();
        try {
            var options = Options.parse(List.of(arguments), root);
            if (options.help()) {
                out.print(Options.HELP);
                System.exit(0);
            }
            var bench = new Bench(options, root, out);
            if (options.scansOnly()) {
                bench.runScans();
            } else {
                bench.run();
            }
            System.exit(0);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.exit(2);
        } catch (IOException | RuntimeException e) {
            System.err.println("bench/run: " + e);
            e.printStackTrace(System.err);
            System.exit(1);
        }
    }

    private void run() throws IOException {
        var machine = Machine.here();
        var loadBefore = Machine.load();
        var directory = root.resolve("bench/target/run");
        delete(directory);
        var advisories = advisories(directory);

        var startup =
                new Table(
                        "Start until every service is ready (PSS: shared pages divided)",
                        "start",
                        "seconds",
                        "all, RSS",
                        "all, PSS",
                        "ingest",
                        "notify",
                        "analysis",
                        "Elasticsearch",
                        "this process");
        var began =
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseThrow(IllegalStateException::new);
        try (var installation = start(directory, advisories)) {
            ready(startup, "first, with empty data", began, installation);
            if (options.quick()) {
                measure(installation);
            }
        }
        if (!options.quick()) {
            var again = Instant.now();
            try (var installation = start(directory, advisories)) {
                ready(startup, "again, with its data", again, installation);
                measure(installation);
            }
        }
        startup.remark(
                "This process is the broker, the registry and the receiver, as in ./quickstart, and the"
                        + " one that measures.");
        tables.add(startup);

        out.printf("%n%s%n", machine);
        out.printf("load average before %s, after %s%n", loadBefore, Machine.load());
        tables.forEach(table -> table.print(out));
    }

    private void runScans() throws IOException {
        var folder =
                options.images()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no images to scan: make them with bench/images, or name a folder with --images"));
        var machine = Machine.here();
        var loadBefore = Machine.load();
        var directory = root.resolve("bench/target/run");
        delete(directory);
        Files.createDirectories(directory);
        out.println("ingest-service starts");
        try (var ingest = IngestAlone.start(root, directory)) {
            tables.addAll(
                    new ColdScans(ingest, directory, out)
                            .measure(ColdScans.imagesIn(folder), options.coldRounds()));
        }
        out.printf("%n%s%n", machine);
        out.printf("load average before %s, after %s%n", loadBefore, Machine.load());
        tables.forEach(table -> table.print(out));
    }

    private Installation start(Path directory, Path advisories) throws IOException {
        out.println("Plimsoll starts");
        return Installation.start(root, directory, advisories, out);
    }

    private static void ready(Table table, String name, Instant began, Installation installation) {
        var seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        var all = new ArrayList<>(ProcessHandle.current().descendants().toList());
        all.add(ProcessHandle.current());
        var total = Memory.of(all);
        table.row(
                name,
                "%.1f s".formatted(seconds),
                Memory.megabytes(total.rss()),
                Memory.megabytes(total.pss()),
                pss(installation, "ingest-service"),
                pss(installation, "notify-service"),
                pss(installation, "analysis-service"),
                pss(installation, "Elasticsearch"),
                Memory.megabytes(Memory.of(List.of(ProcessHandle.current())).pss()));
    }

    private static String pss(Installation installation, String part) {
        return Memory.megabytes(
                Memory.of(installation.processes().getOrDefault(part, List.of())).pss());
    }

    private void measure(Installation installation) throws IOException {
        installation.awaitAdvisories();
        try (var topics = new Topics(installation.bootstrapServers());
                var search = new SearchNode(installation.elasticsearch())) {
            out.println("Scans");
            var scans = new Scans(installation, out).measure(options.images(), options.warmScans());
            out.println("Alerts");
            var alerts = new Alerts(installation, topics, out).measure(options.alerts());
            out.println("Findings into Elasticsearch");
            var indexing =
                    new Indexing(installation, topics, search, out)
                            .measure(options.warmUpFindings(), options.findings());
            tables.addAll(List.of(indexing, alerts, scans));
        }
    }

    /** The samples of the quick start, and the one that is alerted of. */
    private Path advisories(Path directory) throws IOException {
        var folder = Files.createDirectories(directory.resolve("advisories"));
        try (var samples = Files.list(root.resolve("launcher/samples/advisories"))) {
            for (var sample : samples.toList()) {
                Files.copy(sample, folder.resolve(String.valueOf(sample.getFileName())));
            }
        }
        Files.writeString(folder.resolve("bench.jsonl"), Alerts.ADVISORY);
        return folder;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
