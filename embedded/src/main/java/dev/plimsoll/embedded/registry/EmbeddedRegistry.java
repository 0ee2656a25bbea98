package dev.plimsoll.embedded.registry;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry on the loopback address, over plain HTTP. It answers and notifies as Distribution
 * 2.8.2 does where the two can be told apart: deletion by digest only, an event for every blob and
 * every pull, a notification queue that one refusing receiver holds up.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);

    static {
        // Else answers wait for the delayed acknowledgement of the one before, 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService executor;
    private final Notifications notifications;
    private final RegistryStore store;
    private final Manifests manifests;
    private final Blobs blobs;
    private final LongAdder requests = new LongAdder();

    private EmbeddedRegistry(RegistryOptions options) throws IOException {
        store = new RegistryStore(options.storage());
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()),
                        0);
        executor = Executors.newVirtualThreadPerTaskExecutor();
        notifications = new Notifications(options.endpoints());
        manifests = new Manifests(store, notifications);
        blobs = new Blobs(store, notifications);
        server.setExecutor(executor);
        var context = server.createContext("/", this::handle);
        if (options.credentials() != null) {
            context.setAuthenticator(new Guard(options.credentials()));
        }
    }

    public static EmbeddedRegistry start(RegistryOptions options) {
        try {
            var registry = new EmbeddedRegistry(options);
            registry.server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the registry does not start on port %d with its files in %s"
                            .formatted(options.port(), options.storage()),
                    e);
        }
    }

    /** As it stands in image names, for example "127.0.0.1:5000". */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** HTTP requests that have come so far, whatever they were answered. */
    public long requests() {
        return requests.sum();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        notifications.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.increment();
        try (exchange) {
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            try {
                dispatch(exchange);
            } catch (Refusal refusal) {
                var error =
                        Map.of(
                                "code",
                                refusal.code(),
                                "message",
                                String.valueOf(refusal.getMessage()));
                Answers.json(exchange, refusal.status(), Map.of("errors", List.of(error)));
            }
        } catch (IOException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue("method", exchange.getRequestMethod())
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .setCause(e)
                    .log("registry request failed");
            throw e;
        }
    }

    private void dispatch(HttpExchange exchange) throws IOException, Refusal {
        switch (Route.of(exchange.getRequestURI().getPath())) {
            case Route.Base _ -> Answers.json(exchange, 200, Map.of());
            case Route.Catalog _ -> catalog(exchange);
            case Route.Tags(var repository) -> tags(exchange, repository);
            case Route.Manifest route -> manifests.handle(exchange, route);
            case Route.Blob route -> blobs.handle(exchange, route);
            case Route.Uploads route -> blobs.handle(exchange, route);
            case Route.Upload route -> blobs.handle(exchange, route);
            case Route.Unknown _ -> throw new Refusal(404, "UNSUPPORTED", "no such resource");
        }
    }

    private void catalog(HttpExchange exchange) throws IOException, Refusal {
        var page = page(exchange, "/v2/_catalog", store.repositories());
        Answers.json(exchange, 200, Map.of("repositories", page));
    }

    private void tags(HttpExchange exchange, String repository) throws IOException, Refusal {
        if (!store.exists(repository)) {
            throw Refusal.nameUnknown(repository);
        }
        var page = page(exchange, "/v2/%s/tags/list".formatted(repository), store.tags(repository));
        Answers.json(exchange, 200, Map.of("name", repository, "tags", page));
    }

    /** At most {@code ?n=} names after {@code ?last=}; a Link header tells that there are more. */
    private static List<String> page(HttpExchange exchange, String path, List<String> names)
            throws Refusal {
        var query = Query.of(exchange);
        var last = query.value("last").orElse("");
        var rest = names.stream().filter(name -> name.compareTo(last) > 0).toList();
        var limit = limit(query.value("n").orElse(""), rest.size());
        if (limit >= rest.size()) {
            return rest;
        }
        var page = rest.subList(0, limit);
        exchange.getResponseHeaders()
                .set(
                        "Link",
                        "<%s?n=%d&last=%s>; rel=\"next\"".formatted(path, limit, page.getLast()));
        return page;
    }

    private static int limit(String number, int otherwise) throws Refusal {
        if (number.isEmpty()) {
            return otherwise;
        }
        if (!number.matches("[1-9]\\d{0,5}")) {
            throw new Refusal(
                    400,
                    "PAGINATION_NUMBER_INVALID",
                    "not a number of names: '%s'".formatted(number));
        }
        return Integer.parseInt(number);
    }

    private static final class Guard extends BasicAuthenticator {

        private final RegistryOptions.Credentials credentials;

        Guard(RegistryOptions.Credentials credentials) {
            super("plimsoll-embedded");
            this.credentials = credentials;
        }

        @Override
        public boolean checkCredentials(String username, String password) {
            return equal(username, credentials.username())
                    & equal(password, credentials.password());
        }

        /** In a time that does not depend on where the two differ. */
        private static boolean equal(String one, String other) {
            return MessageDigest.isEqual(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
    }
}
