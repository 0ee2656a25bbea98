package dev.plimsoll.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the alerts of the quick start go: a receiver of signed webhooks as anyone would write one.
 * It checks the signature as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 * Webhooks</a> says, knows a repeated delivery by its id, and keeps the alerts in a file.
 */
final class AlertReceiver implements AutoCloseable {

    private static final int LARGEST = 8 << 20;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String PREFIX = "whsec_";

    private static final Logger log = LoggerFactory.getLogger(AlertReceiver.class);

    private final HttpServer server;
    private final byte[] key;
    private final Path file;
    private final Clock clock;
    private final Map<String, JsonNode> alerts = new LinkedHashMap<>();

    private AlertReceiver(HttpServer server, byte[] key, Path file, Clock clock) {
        this.server = server;
        this.key = key;
        this.file = file;
        this.clock = clock;
    }

    /**
     * @param secret "whsec_" and the key in base64
     * @param file a line of JSON for each alert, also those of earlier starts
     */
    static AlertReceiver start(int port, String secret, Path file, Clock clock) throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        var key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        var receiver = new AlertReceiver(server, key, file, clock);
        receiver.remember();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/alerts", receiver::receive);
        server.start();
        return receiver;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Bodies in the order of arrival. */
    synchronized List<JsonNode> alerts() {
        return List.copyOf(alerts.values());
    }

    /** The first alert that is wanted, as soon as it is there; empty when the patience is over. */
    synchronized Optional<JsonNode> await(Predicate<JsonNode> wanted, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            var alert = alerts.values().stream().filter(wanted).findFirst();
            var left = end - System.nanoTime();
            if (alert.isPresent() || left <= 0) {
                return alert;
            }
            try {
                wait(Math.max(1, Duration.ofNanos(left).toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailedException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void remember() throws IOException {
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                var alert = JsonMapper.shared().readTree(line);
                alerts.put(alert.at("/data/id").asString(""), alert);
            }
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        var body = exchange.getRequestBody().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return 413;
        }
        var id = header(exchange, "webhook-id");
        if (!signed(
                id,
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                body)) {
            log.atWarn()
                    .addKeyValue("id", id)
                    .log("alert refused: not signed with our secret, or too old");
            return 401;
        }
        try {
            keep(id, JsonMapper.shared().readTree(body));
            return 204;
        } catch (JacksonException e) {
            log.atWarn()
                    .addKeyValue("id", id)
                    .addKeyValue("cause", e.getOriginalMessage())
                    .log("alert is not JSON");
            return 400;
        }
    }

    private boolean signed(String id, String timestamp, String signatures, byte[] body) {
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        var age =
                Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                        .abs();
        var expected = ("v1," + signature(id, timestamp, body)).getBytes(StandardCharsets.UTF_8);
        var genuine = false;
        for (var signature : signatures.split(" ", -1)) {
            genuine |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return genuine && age.compareTo(TOLERANCE) <= 0;
    }

    private String signature(String id, String timestamp, byte[] body) {
        var signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    private synchronized void keep(String id, JsonNode alert) throws IOException {
        if (alerts.putIfAbsent(id, alert) == null) {
            Files.writeString(
                    file, alert + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            notifyAll();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
