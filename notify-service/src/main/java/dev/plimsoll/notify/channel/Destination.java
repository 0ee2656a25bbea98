package dev.plimsoll.notify.channel;

import java.util.List;

/** Where alerts go. */
public sealed interface Destination {

    /** Whether whoever listens on the way can read what is sent, as far as the settings tell. */
    default boolean isReadableOnTheWay() {
        return switch (this) {
            case Slack(var url) -> url.isPlain();
            case Webhook(var url, _) -> url.isPlain();
            case Mail _ -> false;
        };
    }

    /** An incoming webhook of Slack. */
    record Slack(SecretUrl url) implements Destination {}

    /**
     * E-mail over the server of {@code spring.mail}.
     *
     * @param to at least one
     */
    record Mail(String from, List<String> to) implements Destination {

        public Mail {
            to = List.copyOf(to);
            if (to.isEmpty()) {
                throw new IllegalArgumentException("mail needs somebody to send to");
            }
        }
    }

    /** A receiver of Standard Webhooks. */
    record Webhook(SecretUrl url, SigningSecret secret) implements Destination {}
}
