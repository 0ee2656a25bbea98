package dev.plimsoll.embedded.elasticsearch;

import dev.plimsoll.embedded.process.LeashedProcess;
import dev.plimsoll.embedded.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One node on the loopback address, HTTP without TLS, with the built-in user's password generated
 * once per data directory. The distribution has few modules: no painless, no by-query requests, no
 * ingest pipelines, and {@code GET /} answers 405.
 */
public final class EmbeddedElasticsearch implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final LeashedProcess process;
    private final URI uri;
    private final String password;

    private EmbeddedElasticsearch(LeashedProcess process, URI uri, String password) {
        this.process = process;
        this.uri = uri;
        this.password = password;
    }

    /**
     * Starts the node and returns when its cluster is healthy. The directory keeps the
     * distribution, the indices, the password and the log.
     *
     * @param port of HTTP, or 0 for any that is free
     */
    public static EmbeddedElasticsearch start(Path dataDirectory, int port) {
        if (ModuleFinder.ofSystem().find("jdk.jlink").isEmpty()) {
            throw new IllegalStateException(
                    "Elasticsearch needs a whole JDK, and %s is a reduced runtime without module jdk.jlink"
                            .formatted(System.getProperty("java.home")));
        }
        var directory = dataDirectory.toAbsolutePath().normalize();
        try {
            var node = Node.prepare(directory, Ports.chosen(port));
            var process = node.start();
            try {
                node.awaitHealth(process);
            } catch (RuntimeException | Error e) {
                process.close();
                throw e;
            }
            return new EmbeddedElasticsearch(process, node.uri(), node.password());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Elasticsearch's directory %s cannot be prepared".formatted(directory), e);
        }
    }

    /** For example "http://127.0.0.1:9200". */
    public URI uri() {
        return uri;
    }

    public String username() {
        return Node.USERNAME;
    }

    public String password() {
        return password;
    }

    /** The launcher and the server, for measurements. */
    public List<ProcessHandle> processes() {
        return process.family();
    }

    @Override
    public void close() {
        process.close();
    }

    /** A directory that holds everything a start needs. */
    private record Node(Path directory, Path home, Account account, int port, String password) {

        static final String USERNAME = "elastic";

        static Node prepare(Path directory, int port) throws IOException {
            Files.createDirectories(directory);
            var account = Account.ofThisProcess();
            var home = directory.resolve(Distribution.locate().name());
            if (!Files.isDirectory(home)) {
                account.own(Distribution.locate().unpackInto(directory));
            }
            for (var folder : List.of("data", "logs", "tmp")) {
                account.own(Files.createDirectories(directory.resolve(folder)));
            }
            var node = new Node(directory, home, account, port, password(directory));
            Files.writeString(home.resolve("config/elasticsearch.yml"), node.settings());
            node.keepPassword();
            return node;
        }

        private static String password(Path directory) throws IOException {
            var file = directory.resolve("password");
            if (!Files.exists(file)) {
                var random = new byte[18];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file);
        }

        private String settings() {
            return """
            cluster.name: plimsoll
            node.name: plimsoll
            discovery.type: single-node
            network.host: 127.0.0.1
            http.port: %d
            transport.port: %d
            path.data: %s
            path.logs: %s
            xpack.security.enabled: true
            xpack.security.http.ssl.enabled: false
            xpack.security.transport.ssl.enabled: false
            xpack.security.autoconfiguration.enabled: false
            cluster.routing.allocation.disk.threshold_enabled: false
            """
                    .formatted(
                            port,
                            Ports.chosen(0),
                            quoted(directory.resolve("data")),
                            quoted(directory.resolve("logs")));
        }

        private static String quoted(Path path) {
            return "'" + path.toString().replace("'", "''") + "'";
        }

        /** The password of the built-in user is taken from the keystore at the first start. */
        private void keepPassword() throws IOException {
            if (Files.exists(home.resolve("config/elasticsearch.keystore"))) {
                return;
            }
            var builder =
                    new ProcessBuilder(
                                    command(
                                            home.resolve("bin/elasticsearch-keystore").toString(),
                                            "add",
                                            "-x",
                                            "-f",
                                            "bootstrap.password"))
                            .directory(home.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output().toFile());
            builder.environment().putAll(environment());
            var keystore = builder.start();
            try (var input = keystore.getOutputStream()) {
                input.write(password.getBytes(StandardCharsets.UTF_8));
            }
            try {
                if (!keystore.waitFor(2, TimeUnit.MINUTES) || keystore.exitValue() != 0) {
                    keystore.destroyForcibly();
                    throw new IOException(
                            "elasticsearch-keystore failed; its last words: " + lastWords());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the keystore was made", e);
            }
        }

        LeashedProcess start() {
            return LeashedProcess.start(
                    "Elasticsearch",
                    command(home.resolve("bin/elasticsearch").toString()),
                    environment(),
                    home,
                    output(),
                    Duration.ofSeconds(30));
        }

        private List<String> command(String... command) {
            return account.command(
                    List.of(command), List.of(home, Path.of(System.getProperty("java.home"))));
        }

        private Map<String, String> environment() {
            return Map.of(
                    "ES_JAVA_HOME", System.getProperty("java.home"),
                    "ES_PATH_CONF", home.resolve("config").toString(),
                    "ES_TMPDIR", directory.resolve("tmp").toString(),
                    // The first compiler only: starts in a third of the time, and indexes fast
                    // enough.
                    "ES_JAVA_OPTS", "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1",
                    "CLI_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        }

        private Path output() {
            return directory.resolve("output.log");
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }

        void awaitHealth(LeashedProcess process) {
            var deadline = Instant.now().plus(START_LIMIT);
            var credentials = (USERNAME + ":" + password).getBytes(StandardCharsets.UTF_8);
            var request =
                    HttpRequest.newBuilder(
                                    uri().resolve(
                                                    "/_cluster/health?wait_for_status=yellow&timeout=5s"))
                            .header(
                                    "Authorization",
                                    "Basic " + Base64.getEncoder().encodeToString(credentials))
                            .timeout(Duration.ofSeconds(10))
                            .build();
            try (var client = HttpClient.newHttpClient()) {
                while (!healthy(client, request)) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "Elasticsearch ended with exit code %d; its last words: %s"
                                        .formatted(process.exitCode(), lastWords()));
                    }
                    if (Instant.now().isAfter(deadline)) {
                        throw new IllegalStateException(
                                "Elasticsearch is not healthy after %s; its log is %s"
                                        .formatted(START_LIMIT, output()));
                    }
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Elasticsearch started", e);
            }
        }

        private static boolean healthy(HttpClient client, HttpRequest request)
                throws InterruptedException {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200;
            } catch (IOException _) {
                return false;
            }
        }

        private String lastWords() {
            try {
                var lines = Files.readAllLines(output());
                return String.join(
                        "\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
            } catch (IOException e) {
                return "(%s cannot be read: %s)".formatted(output(), e.getMessage());
            }
        }
    }
}
