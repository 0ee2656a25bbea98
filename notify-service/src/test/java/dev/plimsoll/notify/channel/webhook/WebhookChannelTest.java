package dev.plimsoll.notify.channel.webhook;

import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import dev.plimsoll.notify.channel.SigningSecret;
import dev.plimsoll.notify.channel.webhook.WebhookBody.ImageData;
import dev.plimsoll.notify.channel.webhook.WebhookBody.ReviewData;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnnouncementWriter writer =
            new AnnouncementWriter(URI.create("https://plimsoll.example.com"));

    @Test
    void signsAsStandardWebhooksDescribesIt() {
        // The example that the libraries of Standard Webhooks check themselves with.
        var secret = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = "{\"test\": 2432232314}".getBytes(UTF_8);

        var headers =
                WebhookChannel.headers(
                        secret,
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        body);

        assertThat(headers)
                .isEqualTo(
                        Map.of(
                                "webhook-id",
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                "webhook-timestamp",
                                "1614265330",
                                "webhook-signature",
                                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void sendsTheBodyThatThePackageDocuments() {
        var alert = planned("a1", item("CVE-2026-0001", Severity.HIGH));

        var body = JSON.writeValueAsString(WebhookBody.of(writer.write(alert)));

        assertThat(JSON.readTree(body))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"type": "image.alert", "timestamp": "2026-03-01T12:00:00Z", "data": {
                                  "id": "a1",
                                  "title": "registry.example.com/team/web:1.5.0 — 1 high new",
                                  "cause": "push of 1.5.0 (linux/amd64)",
                                  "page": "https://plimsoll.example.com/images/PAGE",
                                  "image": {"registry": "registry.example.com", "repository": "team/web",
                                    "tag": "1.5.0", "digest": "DIGEST", "platform": "linux/amd64", "line": "1.x"},
                                  "open": {"critical": 1, "high": 2, "medium": 3, "low": 0, "negligible": 0,
                                    "unknown": 4},
                                  "findings": [{"vulnerability": "CVE-2026-0001", "severity": "high",
                                    "change": "opened", "package": "openssl", "version": "3.0.1",
                                    "fixedVersion": "3.0.2", "layer": "own", "baseImage": null,
                                    "summary": null, "detail": null,
                                    "remedy": "upgrade to openssl 3.0.2 in the image's own build"}],
                                  "findingsOmitted": 0}}
                                """
                                        .replace("DIGEST", alert.getImage().getDigest())
                                        .replace("PAGE", "6c04a3627e05d1f0d4f38157f96c01cc")));
    }

    @Test
    void saysHowManyFindingsItLeavesOut() {
        var items =
                IntStream.range(0, 20_000)
                        .mapToObj(number -> item("CVE-2026-" + number, Severity.HIGH))
                        .toArray(AlertItem[]::new);

        var data = (ImageData) WebhookBody.of(writer.write(planned("a1", items))).data();

        assertThat(data.findings()).hasSize(500);
        assertThat(data.findingsOmitted()).isEqualTo(19_500);
    }

    @Test
    void sendsTheBodyOfAReviewThatThePackageDocuments() {
        var due = review(ReviewStage.UPCOMING, ruleDue("python-base", "2026-12-02"));

        var body = JSON.writeValueAsString(WebhookBody.of(writer.write(planned(due))));

        assertThat(JSON.readTree(body))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"type": "review.due", "timestamp": "2026-03-01T12:00:00Z", "data": {
                                  "id": "review-1",
                                  "title": "platform@example.com — 1 rule to review, by 2026-12-02",
                                  "task": "Look at each rule again: renew it with a new date, revoke it, \
                                or hand it over to another owner.",
                                  "page": "https://plimsoll.example.com/reviews?owner=platform%40example.com",
                                  "owner": "platform@example.com",
                                  "stage": "upcoming",
                                  "rules": [{"rule": "python-base", "reason": "Rebuilt monthly.",
                                    "ticket": null, "review": "2026-12-02",
                                    "until": "2027-01-31T00:00:00Z",
                                    "findings": {"critical": 0, "high": 1, "medium": 0, "low": 0,
                                      "negligible": 0, "unknown": 0},
                                    "images": 1}],
                                  "rulesOmitted": 0}}
                                """));
    }

    @Test
    void saysHowManyRulesItLeavesOut() {
        var items =
                IntStream.range(0, 501)
                        .mapToObj(number -> ruleDue("rule-" + number, "2026-12-02"))
                        .toArray(ReviewItem[]::new);
        var due = review(ReviewStage.OVERDUE, items);

        var data = (ReviewData) WebhookBody.of(writer.write(planned(due))).data();

        assertThat(data.rules()).hasSize(500);
        assertThat(data.rulesOmitted()).isEqualTo(1);
    }
}
