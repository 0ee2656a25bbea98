package dev.plimsoll.launcher;

import dev.plimsoll.embedded.process.LeashedProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The reference implementation of the distribution API, from Debian's package {@code
 * docker-registry}: with a password, with deletion, and with notifications to ingest-service.
 */
record DebianRegistry(LeashedProcess process, int port, Path log) implements AutoCloseable {

    static final String USERNAME = "pusher";
    static final String PASSWORD = "correct-horse";

    /** The registry takes bcrypt only; this is {@link #PASSWORD}. */
    private static final String HTPASSWD =
            USERNAME + ":$2y$05$abcdefghijklmnopqrstuuZ0Fx87Pb/Aqb0E90lfvCwzXnaFKUHpS\n";

    static boolean isInstalled() {
        return isOnPath("docker-registry");
    }

    static boolean isOnPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /**
     * @param events where the notifications go
     * @param authorization header of the notifications
     */
    static DebianRegistry start(Path directory, int port, URI events, String authorization)
            throws IOException {
        Files.createDirectories(directory);
        var passwords = Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
        var configuration =
                Files.writeString(
                        directory.resolve("config.yml"),
                        """
                        version: 0.1
                        storage:
                          filesystem: {rootdirectory: '%s'}
                          delete: {enabled: true}
                        http:
                          addr: 127.0.0.1:%d
                          secret: one instance only
                        auth:
                          htpasswd: {realm: test, path: '%s'}
                        notifications:
                          events: {includereferences: true}
                          endpoints:
                            - name: plimsoll
                              url: %s
                              headers: {Authorization: ['%s']}
                              timeout: 5s
                              threshold: 3
                              backoff: 1s
                        """
                                .formatted(
                                        directory.resolve("storage"),
                                        port,
                                        passwords,
                                        events,
                                        authorization));
        var log = directory.resolve("output.log");
        var process =
                LeashedProcess.start(
                        "docker-registry",
                        List.of("docker-registry", "serve", configuration.toString()),
                        Map.of(),
                        directory,
                        log,
                        Duration.ofSeconds(10));
        var registry = new DebianRegistry(process, port, log);
        Deadline.in(Duration.ofSeconds(30))
                .await(
                        registry::answers,
                        () -> "docker-registry does not answer; its log is " + log);
        return registry;
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    URI uri() {
        return Ports.http(port);
    }

    /** How often ingest-service has asked for a configuration or a layer, by the access log. */
    long blobReads(String repository) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(
                            line ->
                                    line.contains("\"GET /v2/%s/blobs/".formatted(repository))
                                            && line.contains("\"plimsoll-ingest\""))
                    .count();
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new FailedException(
                    "docker-registry ended with exit code %d; its log is %s"
                            .formatted(process.exitCode(), log));
        }
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri().resolve("/v2/")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 401;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }
}
