package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import java.util.List;
import java.util.Set;

/**
 * <a
 * href="https://learn.microsoft.com/en-us/azure/container-registry/container-registry-webhook-reference">Webhooks
 * of Azure Container Registry</a>: one event of Distribution without the envelope, and actions of
 * its own ({@code ping}, {@code quarantine}, charts). Every region of a replicated registry tells
 * of its own copy.
 */
public final class AcrFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return ProofKind.CHOSEN_BY_OPERATOR;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        return List.of(
                text(delivery.body(), "action") == null
                        ? new Refused(Reason.UNKNOWN_FORMAT, "the body has no string 'action'")
                        : DistributionFormat.event(delivery.body()));
    }
}
