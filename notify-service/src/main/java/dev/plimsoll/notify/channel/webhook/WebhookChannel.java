package dev.plimsoll.notify.channel.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.Channel;
import dev.plimsoll.notify.channel.Destination;
import dev.plimsoll.notify.channel.Outcome;
import dev.plimsoll.notify.channel.SigningSecret;
import dev.plimsoll.notify.channel.http.HttpPost;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Posts the alert as JSON, signed. */
public final class WebhookChannel implements Channel {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Destination.Webhook webhook;
    private final HttpPost http;
    private final InstantSource clock;

    public WebhookChannel(Destination.Webhook webhook, HttpPost http, InstantSource clock) {
        this.webhook = webhook;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Outcome send(Announcement announcement) {
        var body = JSON.writeValueAsBytes(WebhookBody.of(announcement));
        var headers = headers(webhook.secret(), announcement.id(), clock.instant(), body);
        return http.post(webhook.url(), headers, body);
    }

    @Override
    public boolean recognisesRepetitions() {
        return true;
    }

    static Map<String, String> headers(SigningSecret secret, String id, Instant at, byte[] body) {
        var timestamp = String.valueOf(at.getEpochSecond());
        var signed = new ByteArrayOutputStream();
        signed.writeBytes("%s.%s.".formatted(id, timestamp).getBytes(UTF_8));
        signed.writeBytes(body);
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", timestamp,
                "webhook-signature", "v1," + secret.sign(signed.toByteArray()));
    }
}
