package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import java.util.List;
import java.util.Set;

/** Webhooks of the registry in docs/add-a-registry.md. */
public final class ExampleFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.SIGNATURE);
    }

    @Override
    public Signing signing() {
        return new Signing("X-Example-Signature", "HmacSHA256", "sha256=");
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var names =
                new ImageNames(
                        text(body, "host"),
                        text(body, "image"),
                        text(body, "tag"),
                        text(body, "digest"));
        var occurrence =
                new Occurrence(
                        EventId.of(raw(body, "id")),
                        text(body, "who"),
                        Fields.timestamp(body, "when"));
        return List.of(
                switch (raw(body, "event")) {
                    case "image.pushed" -> names.pushed(occurrence, null);
                    case "image.deleted" -> names.deleted(occurrence);
                    case "" -> new Refused(Reason.UNKNOWN_FORMAT, "the body has no 'event'");
                    default -> new Ignored(Reason.NOT_A_PUSH);
                });
    }
}
