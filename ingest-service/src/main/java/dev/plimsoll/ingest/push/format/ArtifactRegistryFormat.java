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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://cloud.google.com/artifact-registry/docs/configure-notifications">Notifications
 * of Google's Artifact Registry and Container Registry</a>, as Pub/Sub pushes them: in its
 * envelope, or unwrapped with what was the envelope in headers.
 */
public final class ArtifactRegistryFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.TOKEN);
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var message = body.path("message");
        if (!message.isObject()) {
            return List.of(
                    event(
                            body,
                            String.valueOf(delivery.header("x-goog-pubsub-message-id")),
                            Fields.timestamp(delivery.header("x-goog-pubsub-publish-time"))));
        }
        var data = data(text(message, "data"));
        if (data == null) {
            return List.of(
                    new Refused(Reason.UNKNOWN_FORMAT, "'message.data' holds no JSON in base64"));
        }
        var id = text(message, "messageId");
        var at = Fields.timestamp(message, "publishTime");
        return List.of(
                event(
                        data,
                        id == null ? raw(message, "message_id") : id,
                        at == null ? Fields.timestamp(message, "publish_time") : at));
    }

    private static @Nullable JsonNode data(@Nullable String encoded) {
        try {
            return encoded == null
                    ? null
                    : BodyReader.nested(
                            new String(
                                    Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null; // not base64
        }
    }

    private static RegistryEvent event(JsonNode data, String messageId, @Nullable Instant at) {
        var byDigest = ImageNames.ofReference(text(data, "digest"));
        var byTag = ImageNames.ofReference(text(data, "tag"));
        var place = byDigest.registry() == null ? byTag : byDigest;
        var names =
                new ImageNames(
                        place.registry(), place.repository(), byTag.tag(), byDigest.digest());
        var occurrence =
                new Occurrence(
                        EventId.of(
                                messageId,
                                raw(data, "action"),
                                raw(data, "digest"),
                                raw(data, "tag")),
                        null,
                        at);
        return switch (raw(data, "action")) {
            case "INSERT" -> names.pushed(occurrence, null);
            case "DELETE" -> names.tagAlone().deleted(occurrence);
            case "" -> new Refused(Reason.UNKNOWN_FORMAT, "the message has no 'action'");
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }
}
