package dev.plimsoll.launcher;

import dev.plimsoll.embedded.elasticsearch.EmbeddedElasticsearch;
import dev.plimsoll.embedded.kafka.EmbeddedKafka;
import dev.plimsoll.embedded.registry.EmbeddedRegistry;
import dev.plimsoll.embedded.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every part of Plimsoll, running. Closing it stops whatever was started by then, the services
 * first, and may happen while it still starts: from the hook that Ctrl-C sets off.
 */
final class Platform implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(6);

    private static final Logger log = LoggerFactory.getLogger(Platform.class);

    private final Path root;
    private final Path directory;
    private final Ports ports;
    private final Secrets secrets;
    private final Console console;
    private final ConcurrentLinkedDeque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();

    Platform(Path root, Path directory, Ports ports, Secrets secrets, Console console) {
        this.root = root;
        this.directory = directory;
        this.ports = ports;
        this.secrets = secrets;
        this.console = console;
    }

    /** What the story, the tests and the measurements need of the running parts. */
    record Running(
            AlertReceiver receiver,
            Services api,
            Watch watch,
            EmbeddedElasticsearch elasticsearch) {}

    /**
     * @param elsewhere images of other registries that will be asked for
     * @param environment has the credentials of these registries
     */
    Running start(
            Path advisories, Path rules, List<Reference> elsewhere, Map<String, String> environment)
            throws IOException {
        var settings = new Settings(ports, secrets, directory, advisories, rules);
        var bootstrapServers = "127.0.0.1:" + ports.kafka();
        console.step("Kafka, Elasticsearch and the registry start");
        started(EmbeddedKafka.start(directory.resolve("kafka"), ports.kafka()));
        var receiver =
                started(
                        AlertReceiver.start(
                                ports.alerts(),
                                secrets.webhook(),
                                directory.resolve("alerts.jsonl"),
                                Clock.systemUTC()));
        started(EmbeddedRegistry.start(registry()));
        service("ingest-service", settings.ingest(elsewhere, environment), "320m");
        service("notify-service", settings.notification(), "192m");
        var elasticsearch = elasticsearch();
        console.step("Elasticsearch is there; the services start");
        service("analysis-service", settings.analysis(elasticsearch), "768m");
        var api = started(new Services(ports, secrets));
        awaitReady(api);
        await(
                () -> Watch.topicsExist(bootstrapServers),
                () -> "the services did not make their topics");
        console.step("Everything is ready");
        return new Running(receiver, api, started(Watch.start(bootstrapServers)), elasticsearch);
    }

    /** Fails if a service ended by itself. */
    void requireAlive() {
        services.forEach(ServiceProcess::requireAlive);
    }

    /** Every process, for the measurement of start and memory. */
    List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    @Override
    public void close() {
        var closing = new ArrayList<Thread>();
        for (var service : services()) {
            closing.add(Thread.ofVirtual().start(service::close));
        }
        for (var thread : closing) {
            join(thread);
        }
        closing.clear();
        while (!started.isEmpty()) {
            var part = started.removeLast();
            closing.add(Thread.ofVirtual().start(() -> close(part)));
        }
        closing.forEach(Platform::join);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("part", part.getClass().getSimpleName())
                    .setCause(e)
                    .log("part did not stop cleanly");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes longest to start: a service that ends meanwhile is not waited for. */
    private EmbeddedElasticsearch elasticsearch() {
        var starting =
                CompletableFuture.supplyAsync(
                        () ->
                                started(
                                        EmbeddedElasticsearch.start(
                                                directory.resolve("elasticsearch"),
                                                ports.elasticsearch())),
                        task -> Thread.ofVirtual().start(task));
        await(starting::isDone, () -> "Elasticsearch did not start");
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw new FailedException(
                    "Elasticsearch: " + Objects.requireNonNullElse(e.getCause(), e).getMessage(),
                    e);
        }
    }

    private RegistryOptions registry() {
        return RegistryOptions.in(directory.resolve("registry"))
                .withPort(ports.registry())
                .withCredentials(Secrets.REGISTRY_USER, secrets.registry())
                .withEndpoint(
                        RegistryOptions.Endpoint.of(
                                "ingest-service",
                                Ports.http(ports.ingest()).resolve("/events/sample"),
                                Map.of("Authorization", "Bearer " + secrets.registryEvents())));
    }

    private void service(String name, String settings, String heap) throws IOException {
        services.add(ServiceProcess.start(name, root, directory, settings, heap));
    }

    private void awaitReady(Services api) {
        for (var port : List.of(ports.ingest(), ports.notification(), ports.analysis())) {
            await(() -> api.isReady(port), () -> notReady(port));
        }
    }

    private String notReady(int port) {
        return "the service on port %d is not ready after %d minutes; its log is in %s"
                .formatted(port, START_LIMIT.toMinutes(), directory.resolve("logs"));
    }

    private void await(BooleanSupplier condition, Supplier<String> reason) {
        Deadline.in(START_LIMIT)
                .await(
                        () -> {
                            requireAlive();
                            return condition.getAsBoolean();
                        },
                        reason);
    }

    private <T extends AutoCloseable> T started(T part) {
        started.addLast(part);
        return part;
    }
}
