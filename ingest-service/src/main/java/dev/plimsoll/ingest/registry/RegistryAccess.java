package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One registry that may be contacted, as configured.
 *
 * @param host {@code host[:port]} as image names and events spell it
 * @param baseUrl root of the distribution API, without {@code /v2}; {@code https://host} if not
 *     given
 * @param username nobody if not given: then the registry is read anonymously
 * @param tokenRealms {@code host[:port]} of token servers that may see the password, beside the
 *     registry's own host
 * @param redirectHosts {@code host[:port]} that may serve blobs, never with our credentials
 * @param ca PEM file of the authorities that are trusted for this registry, its token servers and
 *     redirect hosts, in place of the platform's
 */
public record RegistryAccess(
        String host,
        @Nullable URI baseUrl,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue List<String> tokenRealms,
        @DefaultValue List<String> redirectHosts,
        @Nullable Path ca) {

    private static final Pattern HOST =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?|\\[[0-9a-f:]+](:[0-9]{1,5})?");

    /**
     * Where Docker Hub serves blobs from, see https://docs.docker.com/desktop/setup/allow-list/.
     */
    private static final List<String> DOCKER_HUB_BLOBS =
            List.of(
                    "production.cloudflare.docker.com",
                    "production.cloudfront.docker.com",
                    "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com");

    public RegistryAccess {
        host = hostName(host);
        boolean dockerHub = host.equals("docker.io");
        if (baseUrl == null) {
            baseUrl = URI.create("https://" + (dockerHub ? "registry-1.docker.io" : host));
        }
        if (!("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))
                || baseUrl.getHost() == null
                || baseUrl.getRawUserInfo() != null
                || baseUrl.getRawQuery() != null
                || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "base-url of registry '%s' has to be http(s)://host[:port][/path] without user, query and fragment"
                            .formatted(host));
        }
        if (ca != null && !"https".equals(baseUrl.getScheme())) {
            throw new IllegalArgumentException(
                    "registry '%s' has a ca, but its base-url is not https".formatted(host));
        }
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "registry '%s' needs both username and password, or neither".formatted(host));
        }
        if (username != null && username.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "the username of registry '%s' contains a colon, which Basic authentication cannot say"
                            .formatted(host));
        }
        tokenRealms = names(tokenRealms, dockerHub ? List.of("auth.docker.io") : List.of());
        redirectHosts = names(redirectHosts, dockerHub ? DOCKER_HUB_BLOBS : List.of());
    }

    /** Anonymous, nothing but the registry itself. */
    public static RegistryAccess anonymous(String host, URI baseUrl) {
        return new RegistryAccess(host, baseUrl, null, null, List.of(), List.of(), null);
    }

    URI base() {
        if (baseUrl == null) {
            throw new IllegalStateException("the constructor sets it");
        }
        return baseUrl;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "RegistryAccess[%s at %s as %s]"
                .formatted(host, baseUrl, username == null ? "nobody" : "a configured user");
    }

    private static List<String> names(List<String> configured, List<String> defaults) {
        return configured.isEmpty()
                ? defaults
                : configured.stream().map(RegistryAccess::hostName).toList();
    }

    private static String hostName(String text) {
        var name = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "not a registry host: '%s'; write host or host:port, without http:// and path"
                            .formatted(Printable.of(text)));
        }
        return name;
    }
}
