package dev.plimsoll.ingest.push;

import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Who may post to {@code /events/<id>}, and how they prove it: by a header, or, for senders that
 * can do no better, by {@code ?secret=} in the URL.
 *
 * @param header name of the header that holds {@code secret}
 * @param secret the whole value of the header, for example "Bearer …"
 * @param urlSecret the value of {@code ?secret=}; may end up in the logs of every proxy on the way
 */
public record SourceProperties(
        @NotNull SourceType type,
        @Nullable String header,
        @Nullable String secret,
        @Nullable String urlSecret) {

    public SourceProperties {
        if ((header == null) != (secret == null)) {
            throw new IllegalArgumentException(
                    "'header' and 'secret' belong together: one of them is missing");
        }
        if ((secret == null) == (urlSecret == null)) {
            throw new IllegalArgumentException(
                    "set either 'header' and 'secret', or 'url-secret', so that the sender can prove who it is");
        }
        if ((secret != null && secret.isBlank()) || (urlSecret != null && urlSecret.isBlank())) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
    }

    @Override
    public String toString() {
        return "SourceProperties[type=%s, header=%s]".formatted(type, header);
    }
}
