package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a
 * href="https://learn.microsoft.com/en-us/azure/event-grid/event-schema-container-registry">Azure
 * Container Registry by Event Grid</a>, in its own schema or as CloudEvents. The documentation
 * writes the types with and without "Microsoft.ContainerRegistry.".
 */
public final class AcrEventGridFormat implements EventFormat {

    private static final String NAMESPACE = "Microsoft.ContainerRegistry.";

    @Override
    public Set<ProofKind> proofs() {
        return ProofKind.CHOSEN_BY_OPERATOR;
    }

    /** The code in answer to a code: who cannot read our answers, gets no events. */
    @Override
    public @Nullable Map<String, String> handshake(Delivery delivery) {
        return events(delivery.body())
                .filter(
                        event ->
                                type(event)
                                        .equals("Microsoft.EventGrid.SubscriptionValidationEvent"))
                .map(event -> text(event.path("data"), "validationCode"))
                .filter(code -> code != null)
                .findFirst()
                .map(code -> Map.of("validationResponse", code))
                .orElse(null);
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        return events(delivery.body()).map(AcrEventGridFormat::event).toList();
    }

    private static Stream<JsonNode> events(JsonNode body) {
        return body.isArray() ? body.valueStream() : Stream.of(body);
    }

    private static RegistryEvent event(JsonNode event) {
        var target = event.path("data").path("target");
        var names =
                new ImageNames(
                        text(event.path("data").path("request"), "host"),
                        text(target, "repository"),
                        text(target, "tag"),
                        text(target, "digest"));
        var type = type(event);
        return switch (type.startsWith(NAMESPACE) ? type.substring(NAMESPACE.length()) : type) {
            case "ImagePushed" -> names.pushed(occurrence(event), text(target, "mediaType"));
            case "ImageDeleted" -> names.deleted(occurrence(event));
            case "" -> new Refused(Reason.UNKNOWN_FORMAT, "the event has no 'eventType'");
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }

    private static String type(JsonNode event) {
        var type = text(event, "eventType");
        return type == null ? raw(event, "type") : type;
    }

    private static Occurrence occurrence(JsonNode event) {
        var target = event.path("data").path("target");
        var key =
                EventId.of(
                        raw(event, "id"),
                        type(event),
                        raw(target, "repository"),
                        raw(target, "tag"),
                        raw(target, "digest"));
        return new Occurrence(key, null, at(event));
    }

    private static @Nullable Instant at(JsonNode event) {
        var at = Fields.timestamp(event, "eventTime");
        return at == null ? Fields.timestamp(event, "time") : at;
    }
}
