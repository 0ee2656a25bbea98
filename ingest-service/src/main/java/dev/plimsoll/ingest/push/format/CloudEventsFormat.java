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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * CloudEvents of any sender. No type is standard for the push of an image: these are the ones of <a
 * href="https://argocd-image-updater.readthedocs.io/en/stable/configuration/webhook/">Argo CD Image
 * Updater</a>, and {@code container.image.delete} beside them, which is ours.
 */
public final class CloudEventsFormat implements EventFormat {

    private static final Pattern ECR_SOURCE =
            Pattern.compile(".*:ecr:([a-z0-9-]+):([0-9]{12})(?::.*)?");

    @Override
    public Set<ProofKind> proofs() {
        return ProofKind.CHOSEN_BY_OPERATOR;
    }

    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.EVENT_OR_SOURCE;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        return CloudEvent.of(delivery).map(event -> event(delivery, event)).toList();
    }

    private static RegistryEvent event(Delivery delivery, CloudEvent event) {
        var data = event.data();
        return switch (event.type()) {
            case "container.image.push" -> names(delivery, data).pushed(occurrence(event), null);
            case "container.image.delete" ->
                    names(delivery, data).tagAlone().deleted(occurrence(event));
            case "com.amazon.ecr.image.push" -> ofEcr(event).pushed(occurrence(event), null);
            case "" -> new Refused(Reason.UNKNOWN_FORMAT, "the event has no 'type'");
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }

    private static ImageNames names(Delivery delivery, JsonNode data) {
        return new ImageNames(
                delivery.registryOr(host(text(data, "registryUrl"))),
                text(data, "repository"),
                text(data, "tag"),
                text(data, "digest"));
    }

    /** A host, or a URL that has one. */
    private static @Nullable String host(@Nullable String registryUrl) {
        return registryUrl != null && registryUrl.contains("://")
                ? Fields.host(registryUrl)
                : registryUrl;
    }

    private static ImageNames ofEcr(CloudEvent event) {
        var source = ECR_SOURCE.matcher(event.source());
        return new ImageNames(
                source.matches() ? EcrFormat.host(source.group(2), source.group(1)) : null,
                text(event.data(), "repositoryName"),
                text(event.data(), "imageTag"),
                text(event.data(), "imageDigest"));
    }

    private static Occurrence occurrence(CloudEvent event) {
        var data = event.data();
        var key =
                EventId.of(
                        event.source(),
                        event.id(),
                        event.type(),
                        raw(data, "repository"),
                        raw(data, "tag"),
                        raw(data, "digest"));
        return new Occurrence(key, null, event.time());
    }
}
