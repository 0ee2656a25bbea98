package dev.plimsoll.ingest.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A registry that answers exactly what a test wrote, and remembers what it was asked. */
public final class ScriptedRegistry implements AutoCloseable {

    /** Answers one request; closes the exchange. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param authorization null if it came without
     */
    public record Asked(String path, String authorization) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public ScriptedRegistry() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Speaks TLS with the key of the context. */
    static ScriptedRegistry over(SSLContext tls) throws IOException {
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new ScriptedRegistry(server);
    }

    private ScriptedRegistry(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            new Asked(
                                    exchange.getRequestURI().toString(),
                                    exchange.getRequestHeaders().getFirst("Authorization")));
                    var path = exchange.getRequestURI().getPath();
                    try (exchange) {
                        answers.getOrDefault(path, bytes(404, "", new byte[0])).to(exchange);
                    }
                });
        server.start();
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public URI address() {
        return URI.create((server instanceof HttpsServer ? "https://" : "http://") + host());
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public ScriptedRegistry on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Under its digest and, if given, a tag. */
    public Digest manifest(String repository, String tag, String mediaType, String document) {
        var content = document.getBytes(StandardCharsets.UTF_8);
        var digest = Digest.of(content);
        on("/v2/" + repository + "/manifests/" + digest, bytes(200, mediaType, content));
        on("/v2/" + repository + "/manifests/" + tag, bytes(200, mediaType, content));
        return digest;
    }

    public Descriptor blob(String repository, String mediaType, byte[] content) {
        var digest = Digest.of(content);
        on(
                "/v2/" + repository + "/blobs/" + digest,
                bytes(200, "application/octet-stream", content));
        return new Descriptor(mediaType, digest, content.length);
    }

    public static Answer bytes(int status, String contentType, byte[] content) {
        return exchange -> {
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        };
    }

    public static Answer status(int status, String header, String value) {
        return exchange -> {
            exchange.getResponseHeaders().set(header, value);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** A document that never ends, in pieces. */
    public static Answer endless(byte[] piece, long pauseMillis) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(piece);
                    exchange.getResponseBody().flush();
                    Thread.sleep(pauseMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
