package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.lowerCase;
import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import java.util.List;
import java.util.Set;

/**
 * <a href="https://docs.gitea.com/usage/webhooks">Webhooks of Gitea and Forgejo</a> about packages,
 * as JSON. A tag that is pushed again becomes a version with another number, so the number tells
 * one push from the next.
 */
public final class GiteaFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.SIGNATURE, ProofKind.HEADER);
    }

    @Override
    public Signing signing() {
        return new Signing("X-Gitea-Signature", "HmacSHA256", "");
    }

    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.EVENT_OR_SOURCE;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var version = body.path("package");
        if (!"container".equals(text(version, "type"))) {
            return List.of(new Ignored(Reason.NOT_A_PUSH));
        }
        var owner = text(version.path("owner"), "login");
        var name = text(version, "name");
        var reference = text(version, "version");
        var names =
                new ImageNames(
                        delivery.registryOr(Fields.host(text(version, "html_url"))),
                        owner == null || name == null ? null : lowerCase(owner + "/" + name),
                        reference,
                        reference);
        var occurrence =
                new Occurrence(
                        EventId.of(
                                raw(body, "action"),
                                raw(version, "id"),
                                String.valueOf(names.repository()),
                                String.valueOf(reference),
                                raw(version, "created_at")),
                        text(body.path("sender"), "login"),
                        Fields.timestamp(version, "created_at"));
        return List.of(
                switch (raw(body, "action")) {
                    case "created" -> names.pushed(occurrence, null);
                    case "deleted" -> names.deleted(occurrence);
                    default -> new Ignored(Reason.NOT_A_PUSH);
                });
    }
}
