package dev.plimsoll.ingest.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Passwords of registries in a <a
 * href="https://docs.docker.com/reference/cli/docker/login/">configuration file of Docker</a>. It
 * is read every time a registry asks, so that whoever renews a password there (ECR's live for
 * twelve hours) need not restart anything.
 *
 * <p>An entry counts for the host that it names and for no other. Credential helpers are not run.
 */
public final class DockerConfig {

    /** There is no such file. */
    public static final DockerConfig NONE = new DockerConfig(null);

    private static final long LARGEST_BYTES = 1024 * 1024;

    private final @Nullable Path file;

    private DockerConfig(@Nullable Path file) {
        this.file = file;
    }

    /**
     * @throws IllegalArgumentException if it cannot be read, or is no such file; says nothing of
     *     what is in it
     */
    public static DockerConfig of(Path file) {
        try {
            read(file);
        } catch (IOException | ImageRefusedException e) {
            throw new IllegalArgumentException(
                    "ingest.docker-config: '%s' is no configuration of Docker that can be read (%s)"
                            .formatted(file, e.getClass().getSimpleName()));
        }
        return new DockerConfig(file);
    }

    /** A name and its password. */
    record Login(String username, String password) {

        /** As a header says it. */
        String basic() {
            var pair = username + ":" + password;
            return "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Login[…]";
        }
    }

    /**
     * The login for this registry, null if the file has none.
     *
     * @param host {@code host[:port]}
     * @throws ImageRefusedException if there is one that we cannot use
     * @throws RegistryUnavailableException if the file cannot be read at present
     */
    @Nullable Login login(String host) {
        if (file == null) {
            return null;
        }
        JsonNode config;
        try {
            config = read(file);
        } catch (IOException e) {
            throw new RegistryUnavailableException("ingest.docker-config cannot be read", e);
        }
        for (var name : names(host)) {
            var entry = config.path("auths").path(name);
            var login = login(entry);
            if (login != null) {
                return login;
            }
            if (entry.path("identitytoken").isString()
                    || entry.path("registrytoken").isString()
                    || config.path("credHelpers").has(name)
                    || (entry.isObject() && config.has("credsStore"))) {
                throw new ImageRefusedException(
                        Reason.UNAUTHORIZED,
                        "ingest.docker-config leaves registry '%s' to a credential helper or a token, which are not used; write its username and password there"
                                .formatted(host));
            }
        }
        return null;
    }

    /** How Docker may have written the host down. */
    private static List<String> names(String host) {
        return host.equals("docker.io")
                ? List.of("https://index.docker.io/v1/", "index.docker.io", "docker.io")
                : List.of(host, "https://" + host, "https://" + host + "/v2/");
    }

    private static @Nullable Login login(JsonNode entry) {
        var username = entry.path("username").asString("");
        var password = entry.path("password").asString("");
        if (!username.isEmpty() && !password.isEmpty()) {
            return new Login(username, password);
        }
        try {
            var pair =
                    new String(
                            Base64.getDecoder().decode(entry.path("auth").asString("")),
                            StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon <= 0 || colon == pair.length() - 1
                    ? null
                    : new Login(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return null; // not base64, and so no login
        }
    }

    private static JsonNode read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("too large");
        }
        return UntrustedJson.object(
                Files.readAllBytes(file), Reason.UNAUTHORIZED, "ingest.docker-config");
    }
}
