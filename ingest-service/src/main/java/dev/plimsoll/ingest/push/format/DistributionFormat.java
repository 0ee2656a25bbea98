package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notifications of <a href="https://distribution.github.io/distribution/about/notifications/">CNCF
 * Distribution</a>, 2.x and 3.x: an envelope of events, each with an id of its own.
 */
public final class DistributionFormat implements EventFormat {

    /** Layers and configurations are pushed too, and come with types of their own. */
    private static final Set<String> MANIFESTS =
            Set.of(
                    "application/vnd.docker.distribution.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v1+prettyjws",
                    "application/vnd.docker.distribution.manifest.v2+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.oci.image.index.v1+json");

    @Override
    public Set<ProofKind> proofs() {
        return ProofKind.CHOSEN_BY_OPERATOR;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var events = delivery.body().path("events");
        if (!events.isArray()) {
            return List.of(new Refused(Reason.UNKNOWN_FORMAT, "the body has no array 'events'"));
        }
        return events.valueStream().map(DistributionFormat::event).toList();
    }

    /** One event; Azure's webhooks are such events without the envelope. */
    static RegistryEvent event(JsonNode event) {
        var target = event.path("target");
        var tag = text(target, "tag");
        var mediaType = text(target, "mediaType");
        var names =
                new ImageNames(
                        text(event.path("request"), "host"),
                        text(target, "repository"),
                        tag,
                        text(target, "digest"));
        return switch (raw(event, "action")) {
            case "push" ->
                    isManifest(tag, mediaType)
                            ? names.pushed(occurrence(event, target), mediaType)
                            : new Ignored(Reason.NOT_A_MANIFEST);
            case "delete" -> names.deleted(occurrence(event, target));
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }

    /** Only manifests have tags; without one, the type tells. */
    private static boolean isManifest(@Nullable String tag, @Nullable String mediaType) {
        return tag != null || (mediaType != null && MANIFESTS.contains(mediaType));
    }

    /** Repetitions have the same id and the same body. */
    private static Occurrence occurrence(JsonNode event, JsonNode target) {
        var key =
                EventId.of(
                        raw(event, "id"),
                        raw(event, "timestamp"),
                        raw(event, "action"),
                        raw(event.path("request"), "host"),
                        raw(target, "repository"),
                        raw(target, "tag"),
                        raw(target, "digest"));
        return new Occurrence(
                key, text(event.path("actor"), "name"), Fields.timestamp(event, "timestamp"));
    }
}
