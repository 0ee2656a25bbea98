package dev.plimsoll.launcher;

import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Started by the script {@code quickstart} with the project's folder in system property {@code
 * plimsoll.root} and the folder of its data in {@code plimsoll.data}. Exit code 0: told to the end;
 * 1: a step failed; 2: the command line or the machine does not allow a start.
 */
public final class Quickstart {

    private static final Duration ADVISORIES_LIMIT = Duration.ofMinutes(10);
    private static final Duration ADVISORIES_QUIET = Duration.ofSeconds(15);
    private static final Duration ASSESSMENT_LIMIT = Duration.ofMinutes(5);
    private static final Duration SEARCH_LIMIT = Duration.ofMinutes(2);
    private static final Duration ALERT_LIMIT = Duration.ofMinutes(1);

    /**
     * How long an image may be without advisories although all feeds are there: until the state
     * says so too.
     */
    private static final Duration STALE_PATIENCE = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(Quickstart.class);

    private final Options options;
    private final Path root;
    private final Path directory;
    private final Ports ports;
    private final Console console;
    private final List<String> failures = new ArrayList<>();

    private Quickstart(Options options, Path root, Path directory, Console console) {
        this.options = options;
        this.root = root;
        this.directory = directory;
        this.ports = new Ports(options.portBase());
        this.console = console;
    }

    public static void main(String[] arguments) {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var root = folder("plimsoll.root");
        try {
            var options = Options.parse(List.of(arguments));
            if (options.help()) {
                out.print(Options.HELP);
                System.exit(0);
            }
            var console = new Console(out, Boolean.getBoolean("plimsoll.terminal"));
            System.exit(new Quickstart(options, root, folder("plimsoll.data"), console).run());
        } catch (RefusedException e) {
            System.err.println("quickstart: " + e.getMessage());
            System.exit(2);
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).log("quick start failed");
            System.err.println("quickstart: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Path folder(String property) {
        return Path.of(System.getProperty(property, "")).toAbsolutePath().normalize();
    }

    private int run() throws IOException, RefusedException {
        makeDirectory();
        try (var lock =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var held = lock.tryLock()) {
            if (held == null) {
                throw new RefusedException("another quick start runs on %s".formatted(directory));
            }
            ports.requireFree();
            var platform = new Platform(root, directory, ports, Secrets.in(directory), console);
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop"));
            var elasticsearchPassword = directory.resolve("elasticsearch/password").toString();
            tell(platform, elasticsearchPassword);
            if (options.once()) {
                return failures.isEmpty() ? 0 : 1;
            }
            console.title("Everything keeps running. Ctrl-C stops it.");
            awaitInterrupt();
            return 0;
        }
    }

    private void makeDirectory() throws RefusedException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new RefusedException(
                    "'%s' cannot be made a folder for the data; choose another with PLIMSOLL_DATA"
                            .formatted(directory));
        }
    }

    private void tell(Platform platform, String elasticsearchPassword)
            throws IOException, RefusedException {
        var secrets = Secrets.in(directory);
        var advisories =
                Objects.requireNonNullElse(
                        options.advisories(), root.resolve("launcher/samples/advisories"));
        var elsewhere = new ArrayList<Reference>();
        for (var image : options.images()) {
            elsewhere.add(Reference.parse(image));
        }
        var started = Instant.now();
        var running = platform.start(advisories, rules(), elsewhere, System.getenv());
        awaitAdvisories(running.watch(), advisories, started);
        var before = running.receiver().alerts().size();

        var assessed = new ArrayList<ImageAssessed>();
        try (var registry =
                RegistryClient.basic(
                        Ports.http(ports.registry()), Secrets.REGISTRY_USER, secrets.registry())) {
            var publisher = new Publisher("127.0.0.1:" + ports.registry(), registry, console);
            if (options.samples()) {
                assessed.addAll(publishSamples(platform, running, publisher));
            } else {
                assessed.addAll(
                        awaitAssessed(
                                platform, running.watch(), publishGiven(running.api(), publisher)));
            }
        }
        awaitAlerts(running);
        var findings = awaitFindings(running);
        if (options.findings() != null) {
            FindingsFile.write(options.findings(), findings, running.api().images());
            console.step("wrote %d findings to %s".formatted(findings.size(), options.findings()));
        }
        var alerts = running.receiver().alerts();
        new Story(console, running.watch(), ports, secrets)
                .tell(
                        findings,
                        alerts.subList(before, alerts.size()),
                        alerts,
                        elasticsearchPassword);
        if (!failures.isEmpty()) {
            console.title("What failed");
            failures.forEach(failure -> console.line("  " + failure));
        }
    }

    private Path rules() throws IOException {
        if (options.rules() != null) {
            return options.rules();
        }
        var rules = directory.resolve("rules");
        SampleRules.copy(root.resolve("deploy/rules"), rules, LocalDate.now(ZoneOffset.UTC));
        return rules;
    }

    // Advisories

    /**
     * Images are published when all feeds are there: until then they would be "stale", not wrong
     * but no story. A feed that is refused never comes: then it has been quiet for a while.
     */
    private void awaitAdvisories(Watch watch, Path folder, Instant started) throws IOException {
        console.step("advisories are read from " + folder);
        var wanted = feeds(folder);
        var complete =
                Deadline.in(ADVISORIES_LIMIT)
                        .within(
                                () -> {
                                    var loaded = watch.feedsLoadedSince(started);
                                    return loaded.containsAll(wanted)
                                            || (!loaded.isEmpty()
                                                    && watch.advisoriesQuietFor()
                                                                    .compareTo(ADVISORIES_QUIET)
                                                            > 0)
                                            || watch.advisoriesQuietFor()
                                                            .compareTo(ASSESSMENT_LIMIT)
                                                    > 0;
                                });
        var loaded = watch.feedsLoadedSince(started);
        if (loaded.isEmpty()) {
            fail(
                    "no advisories could be loaded from %s; see %s"
                            .formatted(folder, directory.resolve("logs/analysis-service.log")));
            return;
        }
        var missing = new ArrayList<>(wanted);
        missing.removeAll(loaded);
        console.step(
                complete && missing.isEmpty()
                        ? "advisories loaded: " + String.join(", ", loaded)
                        : "advisories loaded: %s; not loaded: %s (the log of analysis-service says why)"
                                .formatted(String.join(", ", loaded), String.join(", ", missing)));
    }

    /** The files of a folder that become feeds. */
    static List<String> feeds(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(
                            name ->
                                    name.toLowerCase(Locale.ROOT)
                                            .matches(".*\\.(zip|jsonl|json|csv)(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    // Images

    /** What is in the registry from an earlier start, and was assessed, is not pushed again. */
    private List<ImageAssessed> publishSamples(
            Platform platform, Platform.Running running, Publisher publisher) throws IOException {
        var assessed = new ArrayList<ImageAssessed>();
        for (var round : SampleImages.rounds()) {
            var expected = new ArrayList<Expected>();
            for (var sample : round) {
                if (isKnown(running.watch(), publisher.registryHost(), sample)) {
                    console.step("%s is there from an earlier start".formatted(sample.name()));
                } else {
                    expected.add(publisher.publish(sample.name(), sample.image()));
                }
            }
            assessed.addAll(awaitAssessed(platform, running.watch(), expected));
        }
        return assessed;
    }

    private static boolean isKnown(Watch watch, String registryHost, SampleImages.Sample sample) {
        return watch.images().stream()
                .map(ImageAssessed::getImage)
                .anyMatch(
                        image ->
                                image.getRegistry().equals(registryHost)
                                        && image.getRepository().equals(sample.name().repository())
                                        && sample.name().tag().equals(image.getTag())
                                        && image.getDigest()
                                                .equals(sample.image().digest().value()));
    }

    private List<Expected> publishGiven(Services api, Publisher publisher) {
        var expected = new ArrayList<Expected>();
        for (var archive : options.archives()) {
            try {
                expected.addAll(publisher.publish(archive));
            } catch (IOException e) {
                fail("not published: %s".formatted(message(archive.path(), e)));
            }
        }
        for (var image : options.images()) {
            try {
                expected.add(new Expected.Requested(image, api.scan(image)));
                console.step("asked for a scan of " + image);
            } catch (FailedException e) {
                fail(String.valueOf(e.getMessage()));
            }
        }
        return expected;
    }

    private static String message(Path path, IOException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains(path.toString()) ? message : path + ": " + message;
    }

    private List<ImageAssessed> awaitAssessed(
            Platform platform, Watch watch, List<Expected> expected) {
        var assessed = new ArrayList<ImageAssessed>();
        for (var image : expected) {
            try {
                assessed.add(awaitAssessed(platform, watch, image));
            } catch (FailedException e) {
                platform.requireAlive();
                fail(String.valueOf(e.getMessage()));
            }
        }
        return assessed;
    }

    private ImageAssessed awaitAssessed(Platform platform, Watch watch, Expected expected) {
        var deadline = Deadline.in(ASSESSMENT_LIMIT);
        deadline.await(
                () -> {
                    platform.requireAlive();
                    return watch.scan(expected).isPresent();
                },
                () ->
                        "%s was not scanned within %d minutes"
                                .formatted(expected.label(), ASSESSMENT_LIMIT.toMinutes()));
        var scan = watch.scan(expected).orElseThrow();
        deadline.await(
                () -> {
                    platform.requireAlive();
                    return watch.assessment(scan).isPresent();
                },
                () -> "%s was scanned but not assessed".formatted(expected.label()));
        Deadline.in(STALE_PATIENCE)
                .within(
                        () ->
                                watch.assessment(scan).orElseThrow().getStatus()
                                        != ImageStatus.STALE);
        var assessed = watch.assessment(scan).orElseThrow();
        var open = assessed.getOpen();
        console.step(
                "%s: %s, %d components, %d open findings (%d critical, %d high)"
                        .formatted(
                                expected.label(),
                                Story.word(assessed.getStatus()),
                                assessed.getComponents(),
                                Story.total(open),
                                open.getCritical(),
                                open.getHigh()));
        return assessed;
    }

    // Alerts and findings

    private void awaitAlerts(Platform.Running running) {
        var receiver = running.receiver();
        var alertExpected =
                options.samples() && receiver.alerts().stream().noneMatch(Quickstart::isAlert);
        if (alertExpected
                && !Deadline.in(ALERT_LIMIT)
                        .within(() -> receiver.alerts().stream().anyMatch(Quickstart::isAlert))) {
            fail(
                    "the second push of %s brought something new and serious, and no alert came"
                            .formatted(SampleImages.SHOP_WITH_SOMETHING_NEW.repository()));
        }
        if (!Deadline.in(ALERT_LIMIT).within(() -> running.watch().pendingAlerts() == 0)) {
            fail("%d alerts are still on their way".formatted(running.watch().pendingAlerts()));
        }
    }

    private static boolean isAlert(JsonNode alert) {
        return alert.path("type").asString("").equals("image.alert");
    }

    /**
     * Elasticsearch follows the topics: its findings are complete when they are as many as the
     * images have.
     */
    private List<JsonNode> awaitFindings(Platform.Running running) {
        var api = running.api();
        if (!Deadline.in(SEARCH_LIMIT)
                .within(() -> api.findings().size() == count(running.watch()))) {
            fail(
                    "Elasticsearch has %d findings, the images have %d"
                            .formatted(api.findings().size(), count(running.watch())));
        }
        return api.findings();
    }

    private static int count(Watch watch) {
        return watch.images().stream()
                .mapToInt(
                        image ->
                                Story.total(image.getOpen())
                                        + Story.accepted(image)
                                        + image.getSetAside())
                .sum();
    }

    private void fail(String reason) {
        failures.add(reason);
        console.step("FAILED: " + reason);
        log.atError().addKeyValue("reason", reason).log("step failed");
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
