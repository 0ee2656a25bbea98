package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html">Events of
 * Amazon ECR</a>, as EventBridge sends them, or in the wrapping of what carried them: SNS, SQS (as
 * a poller received them, or a function), or one in the other.
 */
public final class EcrFormat implements EventFormat {

    /** SNS in SQS in the list of a poller. */
    private static final int MOST_WRAPPINGS = 3;

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.HEADER, ProofKind.BASIC, ProofKind.URL_SECRET, ProofKind.TOPIC);
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        return unwrapped(delivery.body(), MOST_WRAPPINGS).map(EcrFormat::event).toList();
    }

    private static Stream<JsonNode> unwrapped(JsonNode node, int wrappings) {
        if (wrappings == 0) {
            return Stream.of(node);
        }
        for (var list : List.of("Messages", "Records")) {
            if (node.path(list).isArray()) {
                return node.path(list)
                        .valueStream()
                        .flatMap(message -> unwrapped(message, wrappings - 1));
            }
        }
        for (var member : List.of("Body", "body", "Message")) {
            var inner = BodyReader.nested(text(node, member));
            if (inner != null) {
                return unwrapped(inner, wrappings - 1);
            }
        }
        return Stream.of(node);
    }

    private static RegistryEvent event(JsonNode event) {
        var type = text(event, "detail-type");
        if (type == null) {
            return isAboutTheSubscription(event)
                    ? new Ignored(Reason.NOT_A_PUSH)
                    : new Refused(Reason.UNKNOWN_FORMAT, "the event has no 'detail-type'");
        }
        var detail = event.path("detail");
        if (!type.equals("ECR Image Action") || !"SUCCESS".equals(text(detail, "result"))) {
            return new Ignored(Reason.NOT_A_PUSH);
        }
        var names =
                new ImageNames(
                        host(text(event, "account"), text(event, "region")),
                        text(detail, "repository-name"),
                        text(detail, "image-tag"),
                        text(detail, "image-digest"));
        return switch (raw(detail, "action-type")) {
            case "PUSH" -> names.pushed(occurrence(event), text(detail, "manifest-media-type"));
            case "DELETE" -> names.tagAlone().deleted(occurrence(event));
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }

    private static boolean isAboutTheSubscription(JsonNode event) {
        return raw(event, "Type").endsWith("Confirmation");
    }

    /** The registry of an account in a region; China has a domain of its own. */
    static @Nullable String host(@Nullable String account, @Nullable String region) {
        if (account == null || region == null) {
            return null;
        }
        return "%s.dkr.ecr.%s.amazonaws.com%s"
                .formatted(account, region, region.startsWith("cn-") ? ".cn" : "");
    }

    private static Occurrence occurrence(JsonNode event) {
        var detail = event.path("detail");
        var key =
                EventId.of(
                        raw(event, "id"),
                        raw(event, "account"),
                        raw(event, "region"),
                        raw(detail, "action-type"),
                        raw(detail, "repository-name"),
                        raw(detail, "image-tag"),
                        raw(detail, "image-digest"));
        return new Occurrence(key, null, Fields.timestamp(event, "time"));
    }
}
