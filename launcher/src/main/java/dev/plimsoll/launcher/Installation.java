package dev.plimsoll.launcher;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.image.Publishable;
import dev.plimsoll.embedded.image.RegistryClient;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ScanReported;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * All that the quick start runs, without its story: for programs that look at the whole from
 * outside.
 */
public final class Installation implements AutoCloseable {

    private static final int FIRST_PORT_BASE = 28080;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Platform platform;
    private final Platform.Running running;
    private final Ports ports;
    private final RegistryClient registry;
    private final Path advisories;
    private final Instant started;

    private Installation(
            Platform platform,
            Platform.Running running,
            Ports ports,
            RegistryClient registry,
            Path advisories,
            Instant started) {
        this.platform = platform;
        this.running = running;
        this.ports = ports;
        this.registry = registry;
        this.advisories = advisories;
        this.started = started;
    }

    /**
     * Returns when every service is ready.
     *
     * @param root the project's folder
     * @param directory keeps everything; a later start goes on from there
     * @param advisories a folder of feeds
     * @param out where the steps are told
     */
    public static Installation start(Path root, Path directory, Path advisories, PrintStream out)
            throws IOException {
        Files.createDirectories(directory);
        var rules = directory.resolve("rules");
        SampleRules.copy(root.resolve("deploy/rules"), rules, LocalDate.now(ZoneOffset.UTC));
        var ports = freePorts();
        var secrets = Secrets.in(directory);
        var platform = new Platform(root, directory, ports, secrets, new Console(out, false));
        var started = Instant.now();
        try {
            var running = platform.start(advisories, rules, List.of(), Map.of());
            var registry =
                    RegistryClient.basic(
                            Ports.http(ports.registry()),
                            Secrets.REGISTRY_USER,
                            secrets.registry());
            return new Installation(platform, running, ports, registry, advisories, started);
        } catch (IOException | RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /** The images of the quick start by name, those first that others stand on. */
    public static Map<String, Publishable> sampleImages() {
        var images = new LinkedHashMap<String, Publishable>();
        SampleImages.rounds()
                .forEach(
                        round ->
                                round.forEach(
                                        sample ->
                                                images.put(
                                                        sample.name().toString(), sample.image())));
        return images;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + ports.kafka();
    }

    public EmbeddedElasticsearch elasticsearch() {
        return running.elasticsearch();
    }

    /** The processes of each service, and of Elasticsearch; the rest runs in this one. */
    public Map<String, List<ProcessHandle>> processes() {
        var processes = new LinkedHashMap<String, List<ProcessHandle>>();
        platform.services()
                .forEach(service -> processes.put(service.name(), service.process().family()));
        processes.put("Elasticsearch", running.elasticsearch().processes());
        return processes;
    }

    /** Waits until every feed of the folder is read to its end. */
    public void awaitAdvisories() throws IOException {
        var wanted = Quickstart.feeds(advisories);
        await(
                () -> running.watch().feedsLoadedSince(started).containsAll(wanted),
                () -> "not all of %s were loaded".formatted(wanted));
    }

    /**
     * Pushes an image, of which the registry tells ingest-service, and waits for the report of its
     * scan.
     *
     * @param name "repository:tag"
     */
    public ScanReported publish(String name, Publishable image) throws IOException {
        var parsed = ImageName.parse(name);
        var at = Instant.now();
        registry.push(image, parsed.repository(), parsed.tag());
        var expected =
                new Expected.Published(
                        "127.0.0.1:" + ports.registry(), parsed, image.digest().value(), at);
        await(
                () -> running.watch().scan(expected).isPresent(),
                () -> "%s was not scanned".formatted(name));
        return running.watch().scan(expected).orElseThrow();
    }

    /** What became of a scan that was reported by whomever. */
    public ImageAssessed awaitAssessment(ScanReported scan) {
        await(
                () -> running.watch().assessment(scan).isPresent(),
                () -> "scan %s was not assessed".formatted(scan.getScanId()));
        return running.watch().assessment(scan).orElseThrow();
    }

    /** Waits until no alert is on its way. */
    public void awaitQuiet() {
        await(() -> running.watch().pendingAlerts() == 0, () -> "alerts are still on their way");
    }

    /** The signed alert that is wanted, at the moment in which it arrives. */
    public Optional<JsonNode> awaitAlert(Predicate<JsonNode> wanted, Duration patience) {
        return running.receiver().await(wanted, patience);
    }

    /** Fails if a service ended by itself. */
    public void requireAlive() {
        platform.requireAlive();
    }

    @Override
    public void close() {
        registry.close();
        platform.close();
    }

    private void await(BooleanSupplier condition, Supplier<String> reason) {
        Deadline.in(PATIENCE)
                .await(
                        () -> {
                            platform.requireAlive();
                            return condition.getAsBoolean();
                        },
                        reason);
    }

    private static Ports freePorts() {
        for (var base = FIRST_PORT_BASE; base < 65536 - Ports.COUNT; base += Ports.COUNT) {
            var ports = new Ports(base);
            try {
                ports.requireFree();
                return ports;
            } catch (RefusedException _) {
                // Somebody else's: the next ones.
            }
        }
        throw new FailedException("no %d free ports in a row".formatted(Ports.COUNT));
    }
}
