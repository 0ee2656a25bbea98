package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A configured sender.
 *
 * @param header null if the secret is in the URL
 */
record Source(String id, EventFormat format, @Nullable String header, Secret secret) {

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
        return UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .getFirst("secret");
    }
}
