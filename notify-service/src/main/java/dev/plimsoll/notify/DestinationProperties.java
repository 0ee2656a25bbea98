package dev.plimsoll.notify;

import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.SecretUrl;
import dev.plimsoll.notify.channel.SigningSecret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One destination as it is written down. Which settings it needs depends on its type; one that its
 * type does not have is refused.
 *
 * @param url slack, webhook: where to post; a secret
 * @param secret webhook: the signing secret, {@code whsec_…}
 * @param from mail: the sender's address
 * @param to mail: the receivers' addresses
 */
record DestinationProperties(
        @Nullable Type type,
        @Nullable String url,
        @Nullable String secret,
        @Nullable String from,
        @DefaultValue List<String> to) {

    enum Type {
        SLACK,
        MAIL,
        WEBHOOK
    }

    /** Errors name the setting and, where it may be a secret, do not quote its value. */
    Destination destination(String name) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "notify.destinations.%s: a name is up to 63 lower-case letters, digits and hyphens"
                            .formatted(name));
        }
        var settings = new Settings("notify.destinations." + name + ".");
        return switch (settings.required("type", type)) {
            case SLACK -> {
                settings.absent("secret", secret);
                noMail(settings);
                yield new Destination.Slack(settings.parsed("url", url, SecretUrl::of));
            }
            case WEBHOOK -> {
                noMail(settings);
                yield new Destination.Webhook(
                        settings.parsed("url", url, SecretUrl::of),
                        settings.parsed("secret", secret, SigningSecret::of));
            }
            case MAIL -> {
                settings.absent("url", url);
                settings.absent("secret", secret);
                settings.required("to", to.isEmpty() ? null : to);
                to.forEach(
                        address -> settings.parsed("to", address, DestinationProperties::address));
                yield new Destination.Mail(
                        settings.parsed("from", from, DestinationProperties::address), to);
            }
        };
    }

    private void noMail(Settings settings) {
        settings.absent("from", from);
        settings.absent("to", to.isEmpty() ? null : to);
    }

    private static String address(String text) {
        try {
            new InternetAddress(text, true).validate();
            return text;
        } catch (AddressException e) {
            throw new IllegalArgumentException("is not an address: '%s'".formatted(text), e);
        }
    }

    private record Settings(String prefix) {

        <T> T required(String setting, @Nullable T value) {
            if (value == null) {
                throw new IllegalArgumentException(prefix + setting + " is missing");
            }
            return value;
        }

        void absent(String setting, @Nullable Object value) {
            if (value != null) {
                throw new IllegalArgumentException(
                        prefix + setting + " is not a setting of this type");
            }
        }

        <T> T parsed(String setting, @Nullable String value, Function<String, T> parse) {
            try {
                return parse.apply(required(setting, value));
            } catch (IllegalArgumentException e) {
                throw value == null
                        ? e
                        : new IllegalArgumentException(
                                prefix + setting + " " + e.getMessage(), e.getCause());
            }
        }
    }
}
