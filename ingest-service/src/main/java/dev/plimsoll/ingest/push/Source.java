package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configured sender.
 *
 * @param header null if the secret is in the URL
 */
record Source(String id, EventFormat format, @Nullable String header, Secret secret) {

    private static final String URL_SECRET = "secret=";

    /** Stands for every id that is not configured: it takes as long to refuse as any other. */
    static final Source UNKNOWN =
            new Source("unknown", new DistributionFormat(), "Authorization", Secret.NONE);

    static Map<String, Source> of(Map<String, SourceProperties> sources) {
        return sources.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .collect(Collectors.toUnmodifiableMap(Source::id, source -> source));
    }

    private static Source of(String id, SourceProperties properties) {
        var secret = Objects.requireNonNullElse(properties.secret(), properties.urlSecret());
        return new Source(id, properties.type().format(), properties.header(), Secret.of(secret));
    }

    boolean authenticates(HttpServletRequest request) {
        return secret.matches(header == null ? urlSecret(request) : request.getHeader(header));
    }

    /** Read from the query alone: {@code getParameter} would read a form out of the body. */
    private static @Nullable String urlSecret(HttpServletRequest request) {
        var query = request.getQueryString();
        if (query == null) {
            return null;
        }
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(URL_SECRET))
                .findFirst()
                .map(parameter -> decoded(parameter.substring(URL_SECRET.length())))
                .orElse(null);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // not encoded as a URL should be: whatever it is, it is compared as it
            // stands
        }
    }
}
