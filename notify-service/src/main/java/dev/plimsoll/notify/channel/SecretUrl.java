package dev.plimsoll.notify.channel;

import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An address whose path or query is a credential, as a Slack webhook's is. Shows itself as scheme
 * and host only.
 */
public final class SecretUrl {

    private final URI uri;

    private SecretUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * @throws IllegalArgumentException if it is no http or https address; the message does not
     *     quote it
     */
    public static SecretUrl of(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            // The cause quotes the address.
            throw new IllegalArgumentException("is not a URL (its value is not shown)", null);
        }
        var scheme = uri.getScheme();
        if (!"https".equals(scheme) && !"http".equals(scheme)) {
            throw new IllegalArgumentException("does not start with https:// or http://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("has no host");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("has user information or a fragment");
        }
        return new SecretUrl(uri);
    }

    /** The whole address, for the connection and nothing else. */
    public URI reveal() {
        return uri;
    }

    /** Whether whoever listens on the way can read what is sent. */
    public boolean isPlain() {
        return "http".equals(uri.getScheme());
    }

    /** The text without what makes this address a secret, for messages that others made. */
    public String redact(String text) {
        return Stream.of(uri.toString(), uri.getRawPath(), uri.getRawQuery())
                .filter(SecretUrl::tellsSomething)
                .reduce(text, (redacted, secret) -> redacted.replace(secret, "…"));
    }

    private static boolean tellsSomething(@Nullable String part) {
        return part != null && part.length() > 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretUrl url && url.uri.equals(uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + "/…";
    }
}
