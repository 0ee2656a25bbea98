package dev.plimsoll.analysis.advisory;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A server whose answers are written down in advance; the last one is given for ever. */
final class ScriptedServer implements AutoCloseable {

    /** What was asked of the headers that decide. */
    record Asked(String path, String ifNoneMatch, String range, String ifRange) {}

    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Everything, with a tag. */
    static Answer whole(String etag, byte[] body) {
        return answer(200, Map.of("ETag", etag), body);
    }

    static Answer answer(int status, Map<String, String> headers, byte[] body) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static Answer status(int status) {
        return answer(status, Map.of(), new byte[0]);
    }

    /** As if everything came, and then the connection ends after some of it. */
    static Answer broken(String etag, byte[] body, int bytes) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, bytes);
            exchange.getResponseBody().flush();
            throw new IOException("the cable is cut");
        };
    }

    /** What is asked for, from {@code Range} to the end. */
    static Answer rest(String etag, byte[] body) {
        return exchange -> {
            var range = exchange.getRequestHeaders().getFirst("Range");
            int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            partial(
                            etag,
                            "bytes %d-%d/%d".formatted(from, body.length - 1, body.length),
                            body,
                            from)
                    .give(exchange);
        };
    }

    static Answer partial(String etag, String contentRange, byte[] body, int from) {
        return answer(
                206,
                Map.of("ETag", etag, "Content-Range", contentRange),
                Arrays.copyOfRange(body, from, body.length));
    }

    /** The first bytes, and then nothing until the server is closed. */
    Answer stalling(byte[] body, int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Other answers from here on. */
    synchronized void script(Answer... next) {
        answers.clear();
        answers.addAll(List.of(next));
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        synchronized (this) {
            asked.add(asked(exchange));
            answer = answers.size() > 1 ? answers.remove() : answers.element();
        }
        try (exchange) {
            answer.give(exchange);
        }
    }

    private static Asked asked(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        return new Asked(
                exchange.getRequestURI().getPath(),
                first(headers, "If-None-Match"),
                first(headers, "Range"),
                first(headers, "If-Range"));
    }

    private static String first(Headers headers, String name) {
        var value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
