package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives notifications; the first ones can be refused. */
final class Receiver implements AutoCloseable {

    record Delivery(String authorization, String contentType, JsonNode body) {

        String id() {
            return body.at("/events/0/id").asString();
        }

        /** For example "push team/web:1.0 manifest". */
        String story() {
            var event = body.at("/events/0");
            var target = event.path("target");
            return "%s %s tag=%s digest=%s %s"
                    .formatted(
                            event.path("action").asString(),
                            target.path("repository").asString(),
                            target.path("tag").asString("-"),
                            target.path("digest").asString("-"),
                            target.path("mediaType").asString("-"));
        }
    }

    private final HttpServer server;
    private final AtomicInteger refusals;
    private final BlockingQueue<Delivery> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivery> refused = new LinkedBlockingQueue<>();

    Receiver(int refusals) throws IOException {
        this.refusals = new AtomicInteger(refusals);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(
                "/events",
                exchange -> {
                    try (exchange) {
                        var headers = exchange.getRequestHeaders();
                        var delivery =
                                new Delivery(
                                        headers.getFirst("Authorization"),
                                        headers.getFirst("Content-Type"),
                                        JsonMapper.shared().readTree(exchange.getRequestBody()));
                        var refuse = this.refusals.getAndDecrement() > 0;
                        exchange.sendResponseHeaders(refuse ? 503 : 202, -1);
                        (refuse ? refused : accepted).add(delivery);
                    }
                });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/events".formatted(server.getAddress().getPort()));
    }

    List<Delivery> accepted(int count) throws InterruptedException {
        return take(accepted, count);
    }

    List<Delivery> refused(int count) throws InterruptedException {
        return take(refused, count);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static List<Delivery> take(BlockingQueue<Delivery> queue, int count)
            throws InterruptedException {
        var taken = new ArrayList<Delivery>();
        while (taken.size() < count) {
            var next = queue.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(
                        "only %d of %d deliveries came".formatted(taken.size(), count));
            }
            taken.add(next);
        }
        return taken;
    }
}
