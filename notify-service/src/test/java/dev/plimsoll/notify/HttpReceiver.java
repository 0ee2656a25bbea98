package dev.plimsoll.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** A receiver on the loopback address that remembers what it got and answers as it is told. */
final class HttpReceiver implements AutoCloseable {

    /** One request; header names in lower case. */
    record Request(Map<String, String> headers, String body) {}

    /**
     * @param status 0 for no answer at all: the connection is closed
     */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(int status) {
            return new Answer(status, Map.of(), "");
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private HttpReceiver(HttpServer server) {
        this.server = server;
    }

    /**
     * @param answers to the first, second … request, counted from 1; may block
     */
    static HttpReceiver answering(IntFunction<Answer> answers) {
        return answering(0, answers);
    }

    static HttpReceiver answering(int port, IntFunction<Answer> answers) {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            var receiver = new HttpReceiver(server);
            server.createContext("/", exchange -> receiver.answer(exchange, answers));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, IntFunction<Answer> answers) throws IOException {
        try (exchange) {
            var headers = new HashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) ->
                                    headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var body = exchange.getRequestBody().readAllBytes();
            int number;
            synchronized (requests) {
                requests.add(new Request(headers, new String(body, StandardCharsets.UTF_8)));
                number = requests.size();
            }
            var answer = answers.apply(number);
            if (answer.status() == 0) {
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            var text = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:%d/hook/canary-7f3a".formatted(port());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
