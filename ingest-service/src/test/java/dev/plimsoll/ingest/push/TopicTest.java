package dev.plimsoll.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.ingest.RunningEndpoints;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages of Amazon SNS, posted to the running endpoint. */
class TopicTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:ecr-events";
    private static final String CERTIFICATE = "/SimpleNotificationService-0a1b2c.pem";
    private static final URI ASKED_FOR =
            URI.create("https://sns.eu-central-1.amazonaws.com" + CERTIFICATE);

    private final Vouchers vouchers = new Vouchers();
    private final SettableClock clock = new SettableClock(NOW);

    private RunningEndpoints endpoints;

    @BeforeEach
    void start() {
        endpoints =
                RunningEndpoints.start(
                        Map.of(
                                "ingest.sources.ecr.type", "ecr",
                                "ingest.sources.ecr.topic-arn", TOPIC,
                                "ingest.registries[0].host",
                                        "123456789012.dkr.ecr.eu-central-1.amazonaws.com"),
                        clock,
                        vouchers);
    }

    @AfterEach
    void stop() {
        endpoints.close();
        vouchers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void bothVersionsOfTheSignatureAreKnown(String version) {
        var answer = post(vouchers.signed(notification("1.0"), version));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(endpoints.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        ImagePushed.class, push -> assertThat(push.getTag()).isEqualTo("1.0"));
        assertThat(vouchers.asked()).containsExactly(ASKED_FOR);
    }

    @Test
    void aSubjectIsSignedToo() {
        var message = vouchers.signed(notification("1.0").put("Subject", "ECR"), "2");

        assertThat(post(message).statusCode()).isEqualTo(202);
        assertThat(post(message.put("Subject", "else")).statusCode()).isEqualTo(401);
    }

    @Test
    void theCertificateIsFetchedOnce() {
        for (int tag = 0; tag < 20; tag++) {
            post(vouchers.signed(notification("1." + tag), "2"));
        }

        assertThat(endpoints.events()).hasSize(20);
        assertThat(vouchers.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Message, {}",
        "TopicArn, arn:aws:sns:eu-central-1:999999999999:ecr-events",
        "Signature, AAAA",
        "Signature, ***",
        "SignatureVersion, 3",
        "SignatureVersion, 2",
        "Type, SubscriptionConfirmation",
        "Type, Other",
        "Timestamp, 2026-03-01T10:00:01Z",
    })
    void row43WhatIsChangedIsRefused(String member, String value) {
        var answer = post(vouchers.signed(notification("1.0"), "1").put(member, value));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(endpoints.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-central-1.amazonaws.com.evil.example.com/SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-central-1.amazonaws.com@evil.example.com/SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-central-1.amazonaws.com/a/../SimpleNotificationService-0a1b2c.pem",
                "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem?x=1",
                "https://my-bucket.s3.amazonaws.com/SimpleNotificationService-0a1b2c.pem",
                "https://10.0.0.5/SimpleNotificationService-0a1b2c.pem",
                "file:///etc/passwd",
                "",
            })
    void row44NoOtherAddressIsEverAskedForACertificate(String address) {
        var message = vouchers.signed(notification("1.0"), "2").put("SigningCertURL", address);

        assertThat(post(message).statusCode()).isEqualTo(401);
        assertThat(vouchers.asked()).isEmpty();
    }

    @Test
    void aCertificateOfSomebodyElseIsRefused() {
        var path = "/SimpleNotificationService-bad.pem";
        var key = vouchers.certified("evil.example.com", path);

        var answer = post(Vouchers.signed(notification("1.0"), "2", key, path));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aCertificateThatEndedIsRefused() {
        var path = "/SimpleNotificationService-01d.pem";
        var key =
                vouchers.certified(
                        "sns.amazonaws.com", path, "-startdate", "2020/01/01", "-validity", "30");

        var answer = post(Vouchers.signed(notification("1.0"), "2", key, path));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aCertificateThatDoesNotExistIsRefused() {
        vouchers.withdraw(CERTIFICATE);

        assertThat(post(vouchers.signed(notification("1.0"), "2")).statusCode()).isEqualTo(401);
    }

    @Test
    void row43NobodyCanMakeUsAskForManyCertificates() {
        for (int number = 0; number < 50; number++) {
            post(
                    vouchers.signed(notification("1.0"), "2")
                            .put(
                                    "SigningCertURL",
                                    "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-%d.pem"
                                            .formatted(number)));
        }

        assertThat(vouchers.asked()).hasSize(10);
        var genuine = vouchers.signed(notification("1.0"), "2");
        assertThat(post(genuine).statusCode()).isEqualTo(503);
        clock.set(NOW.plusSeconds(61));
        assertThat(post(genuine).statusCode()).isEqualTo(202);
    }

    @Test
    void row43ACopyIsRefusedWhenWeMayHaveForgottenTheOriginal() {
        var message = vouchers.signed(notification("1.0"), "2");
        post(message);
        clock.set(NOW.plus(Duration.ofHours(23)));
        var remembered = post(message);
        clock.set(NOW.plus(Duration.ofHours(24)).plusSeconds(1));
        var forgotten = post(message);

        assertThat(remembered.statusCode()).isEqualTo(202);
        assertThat(forgotten.statusCode()).isEqualTo(403);
        assertThat(endpoints.events()).hasSize(1);
        assertThat(endpoints.counted("ecr", "REJECTED", "OUTDATED")).isEqualTo(1);
    }

    @Test
    void aSubscriptionIsConfirmedAtTheHostOfTheConfiguredTopic() {
        var answer = post(vouchers.signed(confirmation(TOPIC), "2"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("subscription").asString())
                .isEqualTo("confirmed");
        assertThat(vouchers.asked())
                .containsExactly(
                        ASKED_FOR,
                        URI.create(
                                "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription"
                                        + "&TopicArn=arn%3Aaws%3Asns%3Aeu-central-1%3A123456789012%3Aecr-events"
                                        + "&Token=t%26Action%3DOther"));
        assertThat(endpoints.events()).isEmpty();
    }

    @Test
    void aSubscriptionToAnotherTopicIsNotConfirmed() {
        var other = "arn:aws:sns:eu-central-1:123456789012:other";

        assertThat(post(vouchers.signed(confirmation(other), "2")).statusCode()).isEqualTo(401);
        assertThat(vouchers.asked()).isEmpty();
    }

    @Test
    void amazonComesAgainWhenTheConfirmationFails() {
        vouchers.withdraw("/");

        assertThat(post(vouchers.signed(confirmation(TOPIC), "2")).statusCode()).isEqualTo(503);
    }

    @Test
    void theEndOfASubscriptionIsAnswered() {
        var end = confirmation(TOPIC).put("Type", "UnsubscribeConfirmation");

        assertThat(post(vouchers.signed(end, "2")).statusCode()).isEqualTo(200);
        assertThat(vouchers.asked()).containsExactly(ASKED_FOR);
    }

    private HttpResponse<String> post(ObjectNode message) {
        return endpoints.send(
                endpoints
                        .request("/events/ecr")
                        .header("Content-Type", "text/plain; charset=UTF-8")
                        .header("x-amz-sns-topic-arn", TOPIC)
                        .POST(BodyPublishers.ofString(message.toString())));
    }

    private static ObjectNode notification(String tag) {
        return message("Notification", TOPIC)
                .put(
                        "Message",
                        """
                        {"id": "%s", "detail-type": "ECR Image Action", "account": "123456789012",
                         "time": "2026-03-01T10:00:00Z", "region": "eu-central-1",
                         "detail": {"result": "SUCCESS", "action-type": "PUSH",
                                    "repository-name": "team/web", "image-tag": "%s"}}
                        """
                                .formatted(tag, tag));
    }

    private static ObjectNode confirmation(String topic) {
        return message("SubscriptionConfirmation", topic)
                .put("Message", "You have chosen to subscribe")
                .put("Token", "t&Action=Other")
                .put("SubscribeURL", "https://evil.example.com/?Action=ConfirmSubscription");
    }

    private static ObjectNode message(String type, String topic) {
        return JSON.createObjectNode()
                .put("Type", type)
                .put("MessageId", "8f3c1c5e")
                .put("TopicArn", topic)
                .put("Timestamp", "2026-03-01T10:00:00.000Z");
    }
}
