package dev.plimsoll.ingest.push.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.access.BodyReader.Body;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">signature
 * of Amazon SNS</a>, versions 1 and 2, of messages of one topic. It covers members of the body, not
 * its bytes, so this is the one sender whose body is parsed, within bounds, before it is believed.
 *
 * <p>No URL of a message is ever followed: its certificate has to lie on the host that the
 * configured topic names, and the address that confirms a subscription is made here.
 */
public final class SnsSignature implements Proof {

    private static final Logger log = LoggerFactory.getLogger(SnsSignature.class);

    private static final Map<String, String> ALGORITHMS =
            Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");

    private static final List<String> OF_NOTIFICATIONS =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");

    private static final List<String> OF_SUBSCRIPTIONS =
            List.of(
                    "Message",
                    "MessageId",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type");

    private static final int LARGEST_CONFIRMATION_BYTES = 64 * 1024;

    private final TopicArn topic;
    private final Fetch fetch;
    private final SigningCertificates certificates;
    private final Pattern certificateAddress;
    private final Clock clock;
    private final Duration oldest;

    /**
     * @param oldest how old a message may be, and how far ahead of our clock
     */
    public SnsSignature(TopicArn topic, Fetch fetch, Clock clock, Duration oldest) {
        this.topic = topic;
        this.fetch = fetch;
        this.certificates = new SigningCertificates(topic.host(), fetch, clock);
        this.certificateAddress =
                Pattern.compile(
                        "https://%s/SimpleNotificationService-[0-9a-f]{1,64}\\.pem"
                                .formatted(Pattern.quote(topic.host())));
        this.clock = clock;
        this.oldest = oldest;
    }

    /** A first look that keeps strangers from being read; the signed body decides. */
    @Override
    public Verdict ofHead(Head head) {
        return topic.value().equals(head.header("x-amz-sns-topic-arn"))
                ? Verdict.AUTHENTIC
                : Verdict.REFUSED;
    }

    @Override
    public Verdict ofBody(Head head, byte[] body) {
        return BodyReader.parse(body) instanceof Body.Json(var message)
                ? verdict(message)
                : Verdict.REFUSED;
    }

    private Verdict verdict(JsonNode message) {
        var algorithm = ALGORITHMS.get(text(message, "SignatureVersion"));
        var address = text(message, "SigningCertURL");
        var signed = signed(message);
        if (algorithm == null
                || signed == null
                || !topic.value().equals(text(message, "TopicArn"))
                || !certificateAddress.matcher(address).matches()) {
            return Verdict.REFUSED;
        }
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initVerify(certificates.at(URI.create(address)).getPublicKey());
            signature.update(signed.getBytes(UTF_8));
            if (!signature.verify(Base64.getDecoder().decode(text(message, "Signature")))) {
                return Verdict.REFUSED;
            }
        } catch (GeneralSecurityException | IllegalArgumentException | Fetch.NotThereException e) {
            return Verdict.REFUSED;
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("topic", topic.value())
                    .setCause(e)
                    .log("certificate of a message not available");
            return Verdict.UNVERIFIABLE;
        }
        return isRecent(text(message, "Timestamp")) ? Verdict.AUTHENTIC : Verdict.OUTDATED;
    }

    /** The text that is signed, null if a member that belongs to it is missing. */
    private static @Nullable String signed(JsonNode message) {
        var members =
                switch (text(message, "Type")) {
                    case "Notification" -> OF_NOTIFICATIONS;
                    case "SubscriptionConfirmation", "UnsubscribeConfirmation" -> OF_SUBSCRIPTIONS;
                    default -> List.<String>of();
                };
        if (members.isEmpty()) {
            return null;
        }
        var text = new StringBuilder();
        for (var member : members) {
            var value = message.path(member);
            if (value.isString()) {
                text.append(member).append('\n').append(value.stringValue()).append('\n');
            } else if (!member.equals("Subject")) {
                return null;
            }
        }
        return text.toString();
    }

    private boolean isRecent(String timestamp) {
        try {
            var age = Duration.between(Instant.parse(timestamp), clock.instant());
            return age.abs().compareTo(oldest) <= 0;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    /** Confirms subscriptions to the configured topic; an operator need not. */
    @Override
    public @Nullable Map<String, String> handshake(JsonNode body) throws IOException {
        return switch (text(body, "Type")) {
            case "SubscriptionConfirmation" -> {
                fetch.get(confirmation(text(body, "Token")), LARGEST_CONFIRMATION_BYTES);
                log.atInfo().addKeyValue("topic", topic.value()).log("subscription confirmed");
                yield Map.of("subscription", "confirmed");
            }
            case "UnsubscribeConfirmation" -> {
                log.atWarn()
                        .addKeyValue("topic", topic.value())
                        .log("subscription ended, no more events will come from this topic");
                yield Map.of("subscription", "ended");
            }
            default -> null;
        };
    }

    private URI confirmation(String token) {
        return URI.create(
                "https://%s/?Action=ConfirmSubscription&TopicArn=%s&Token=%s"
                        .formatted(
                                topic.host(),
                                URLEncoder.encode(topic.value(), UTF_8),
                                URLEncoder.encode(token, UTF_8)));
    }

    private static String text(JsonNode message, String name) {
        return message.path(name).asString("");
    }
}
