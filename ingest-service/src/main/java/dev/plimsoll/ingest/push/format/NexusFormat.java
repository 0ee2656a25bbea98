package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://help.sonatype.com/en/webhooks.html">Repository webhooks of Sonatype Nexus 3</a>
 * about components. SHA-1 is Nexus' choice; as a keyed hash it still holds.
 */
public final class NexusFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.SIGNATURE);
    }

    @Override
    public Signing signing() {
        return new Signing("X-Nexus-Webhook-Signature", "HmacSHA1", "");
    }

    /** Nexus decides by port or path what is pulled from where. */
    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.SOURCE;
    }

    @Override
    public @Nullable Instant signedAt(Delivery delivery) {
        return Fields.timestamp(delivery.body(), "timestamp");
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var components = body.path("components");
        return components.isArray()
                ? components.valueStream().map(component -> event(delivery, component)).toList()
                : List.of(event(delivery, body.path("component")));
    }

    private static RegistryEvent event(Delivery delivery, JsonNode component) {
        if (!"docker".equals(text(component, "format"))) {
            return new Ignored(Reason.NOT_A_PUSH);
        }
        var version = text(component, "version");
        var names =
                new ImageNames(
                        delivery.registryOr(null), text(component, "name"), version, version);
        var body = delivery.body();
        var occurrence =
                new Occurrence(
                        EventId.of(
                                raw(body, "timestamp"),
                                raw(body, "repositoryName"),
                                raw(body, "action"),
                                raw(component, "id"),
                                raw(component, "name"),
                                raw(component, "version")),
                        text(body, "initiator"),
                        Fields.timestamp(body, "timestamp"));
        return switch (raw(body, "action")) {
            case "CREATED", "UPDATED" -> names.pushed(occurrence, null);
            case "DELETED", "PURGED" -> names.deleted(occurrence);
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }
}
