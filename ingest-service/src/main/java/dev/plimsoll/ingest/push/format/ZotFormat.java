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

/**
 * The <a href="https://zotregistry.dev/latest/admin-guide/admin-configuration/">events extension of
 * Zot</a>: CloudEvents in binary mode, which do not say from where. The push that {@code
 * image.lint_failed} tells of was refused.
 */
public final class ZotFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.HEADER, ProofKind.BASIC);
    }

    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.SOURCE;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        return CloudEvent.of(delivery).map(event -> event(delivery, event)).toList();
    }

    private static RegistryEvent event(Delivery delivery, CloudEvent event) {
        var data = event.data();
        var names =
                new ImageNames(
                        delivery.registryOr(null),
                        text(data, "name"),
                        text(data, "reference"),
                        text(data, "digest"));
        return switch (event.type()) {
            case "zotregistry.image.updated" ->
                    names.pushed(occurrence(event), text(data, "mediaType"));
            case "zotregistry.image.deleted" -> names.tagAlone().deleted(occurrence(event));
            case "" -> new Refused(Reason.UNKNOWN_FORMAT, "there is no header 'ce-type'");
            default -> new Ignored(Reason.NOT_A_PUSH);
        };
    }

    private static Occurrence occurrence(CloudEvent event) {
        var data = event.data();
        var key =
                EventId.of(
                        event.id(),
                        event.type(),
                        raw(data, "name"),
                        raw(data, "reference"),
                        raw(data, "digest"));
        return new Occurrence(key, text(data.path("actor"), "name"), event.time());
    }
}
