package dev.plimsoll.notify.channel;

import dev.plimsoll.notify.channel.http.HttpPost;
import dev.plimsoll.notify.channel.mail.MailChannel;
import dev.plimsoll.notify.channel.slack.SlackChannel;
import dev.plimsoll.notify.channel.webhook.WebhookChannel;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSender;

/** The channel for each kind of destination. */
public final class Channels {

    private final HttpPost http;
    private final @Nullable JavaMailSender mail;
    private final InstantSource clock;

    /**
     * @param mail null where no mail server is configured
     */
    public Channels(HttpTimeouts timeouts, @Nullable JavaMailSender mail, InstantSource clock) {
        this.http = new HttpPost(timeouts);
        this.mail = mail;
        this.clock = clock;
    }

    /**
     * @throws IllegalArgumentException if the destination needs what is not configured
     */
    public Channel to(Destination destination) {
        return switch (destination) {
            case Destination.Slack slack -> new SlackChannel(slack, http);
            case Destination.Mail letters -> new MailChannel(letters, mailServer());
            case Destination.Webhook webhook -> new WebhookChannel(webhook, http, clock);
        };
    }

    private JavaMailSender mailServer() {
        if (mail == null) {
            throw new IllegalArgumentException(
                    "is of type mail, but spring.mail.host names no mail server");
        }
        return mail;
    }
}
