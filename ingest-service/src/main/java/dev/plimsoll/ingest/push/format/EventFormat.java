package dev.plimsoll.ingest.push.format;

import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one kind of registry proves who it is, and how it writes its events. */
public interface EventFormat {

    /** What this sender can do to prove who it is; one of them is configured. */
    Set<ProofKind> proofs();

    /** How it signs, null if {@link ProofKind#SIGNATURE} is none of its proofs. */
    default @Nullable Signing signing() {
        return null;
    }

    /** Whether its events say which registry they come from. */
    default RegistryOrigin registryOrigin() {
        return RegistryOrigin.EVENT;
    }

    /** Where the name of the registry comes from. */
    enum RegistryOrigin {
        EVENT,
        /** The event says, unless the source is configured to know better. */
        EVENT_OR_SOURCE,
        /** The event does not say, the source has to. */
        SOURCE
    }

    /**
     * Every event of a delivery, in order. Takes any JSON: what it cannot use is {@link
     * RegistryEvent.Refused}, and keeps no other event back.
     */
    List<RegistryEvent> read(Delivery delivery);

    /**
     * When the sender signed, if it says so inside of what it signed: an old delivery may be a copy
     * of one that we have forgotten, and is refused.
     */
    default @Nullable Instant signedAt(Delivery delivery) {
        return null;
    }

    /** What an authentic sender has to be told before it sends events; null for all else. */
    default @Nullable Map<String, String> handshake(Delivery delivery) {
        return null;
    }
}
