package dev.plimsoll.embedded.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a registry is set up.
 *
 * @param storage folder of its own; kept over a restart
 * @param port on the loopback address, or 0 for any that is free
 * @param credentials what a client has to present, or null for a registry open to all
 * @param endpoints who is told of every push, pull and deletion
 */
public record RegistryOptions(
        Path storage, int port, @Nullable Credentials credentials, List<Endpoint> endpoints) {

    public RegistryOptions {
        endpoints = List.copyOf(endpoints);
    }

    public static RegistryOptions in(Path storage) {
        return new RegistryOptions(storage, 0, null, List.of());
    }

    public RegistryOptions withPort(int newPort) {
        return new RegistryOptions(storage, newPort, credentials, endpoints);
    }

    public RegistryOptions withCredentials(String username, String password) {
        return new RegistryOptions(storage, port, new Credentials(username, password), endpoints);
    }

    public RegistryOptions withEndpoint(Endpoint endpoint) {
        var more = new ArrayList<>(endpoints);
        more.add(endpoint);
        return new RegistryOptions(storage, port, credentials, more);
    }

    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return username;
        }
    }

    /**
     * A receiver of notifications.
     *
     * @param headers sent with every delivery, for example Authorization
     * @param threshold failures that are repeated at once
     * @param backoff pause before each repetition after those
     */
    public record Endpoint(
            String name,
            URI url,
            Map<String, String> headers,
            Duration timeout,
            int threshold,
            Duration backoff) {

        public Endpoint {
            headers = Map.copyOf(headers);
        }

        public static Endpoint of(String name, URI url, Map<String, String> headers) {
            return new Endpoint(
                    name, url, headers, Duration.ofSeconds(2), 3, Duration.ofSeconds(1));
        }

        /** Without the headers: they hold secrets. */
        @Override
        public String toString() {
            return name;
        }
    }
}
