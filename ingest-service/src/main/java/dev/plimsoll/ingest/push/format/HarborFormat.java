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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Webhooks of <a
 * href="https://goharbor.io/docs/2.12.0/working-with-projects/project-configuration/configure-webhooks/">Harbor</a>
 * in both payload formats, Default and CloudEvents; the body tells which. The types of up to 1.10
 * are understood too.
 */
public final class HarborFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return ProofKind.CHOSEN_BY_OPERATOR;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var type = text(body, "type");
        if (type == null) {
            return List.of(new Refused(Reason.UNKNOWN_FORMAT, "the body has no string 'type'"));
        }
        return switch (type) {
            case "PUSH_ARTIFACT", "harbor.artifact.pushed", "pushImage" ->
                    resources(
                            body, resource -> resource.names().pushed(resource.occurrence(), null));
            case "DELETE_ARTIFACT", "harbor.artifact.deleted", "deleteImage" ->
                    resources(body, resource -> resource.names().deleted(resource.occurrence()));
            default -> List.of(new Ignored(Reason.NOT_A_PUSH));
        };
    }

    private static List<RegistryEvent> resources(
            JsonNode body, Function<Resource, RegistryEvent> event) {
        var data = body.has("specversion") ? body.path("data") : body.path("event_data");
        var resources = data.path("resources");
        if (!resources.isArray()) {
            return List.of(new Refused(Reason.UNKNOWN_FORMAT, "the body has no array 'resources'"));
        }
        return IntStream.range(0, resources.size())
                .mapToObj(index -> new Resource(body, data, resources.path(index), index))
                .map(event)
                .toList();
    }

    /** One artifact of a delivery. */
    private record Resource(JsonNode body, JsonNode data, JsonNode artifact, int index) {

        ImageNames names() {
            return new ImageNames(
                    host(text(artifact, "resource_url")),
                    text(data.path("repository"), "repo_full_name"),
                    text(artifact, "tag"),
                    text(artifact, "digest"));
        }

        Occurrence occurrence() {
            return new Occurrence(key(), text(body, "operator"), at());
        }

        /** CloudEvents have an id, the Default format has none; both repeat the same bytes. */
        private String key() {
            return EventId.of(
                    raw(body, "source"),
                    raw(body, "id"),
                    raw(body, "type"),
                    raw(body, "occur_at"),
                    raw(artifact, "resource_url"),
                    raw(artifact, "digest"),
                    raw(artifact, "tag"),
                    String.valueOf(index));
        }

        private @Nullable Instant at() {
            return body.has("specversion")
                    ? Fields.timestamp(body, "time")
                    : Fields.epochSeconds(body, "occur_at");
        }

        /** What stands before the first slash of "host/repository:tag". */
        private static @Nullable String host(@Nullable String resourceUrl) {
            if (resourceUrl == null) {
                return null;
            }
            int slash = resourceUrl.indexOf('/');
            return slash < 0 ? null : resourceUrl.substring(0, slash);
        }
    }
}
