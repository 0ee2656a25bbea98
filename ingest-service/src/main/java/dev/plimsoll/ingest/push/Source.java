package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.format.Delivery;
import dev.plimsoll.ingest.push.format.DistributionFormat;
import dev.plimsoll.ingest.push.format.EventFormat;
import dev.plimsoll.ingest.push.proof.HeaderSecret;
import dev.plimsoll.ingest.push.proof.Proof;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configured sender.
 *
 * @param registry null if its events say from which one they come
 */
record Source(String id, EventFormat format, Proof proof, @Nullable RegistryHost registry) {

    /** Stands for every id that is not configured: it takes as long to refuse as any other. */
    static final Source UNKNOWN =
            new Source("unknown", new DistributionFormat(), HeaderSecret.NOBODY, null);

    /**
     * What an authentic sender has to be told before it sends events; null for all else.
     *
     * @throws IOException if what it asks for could not be done
     */
    @Nullable Map<String, String> handshake(Delivery delivery) throws IOException {
        var answer = proof.handshake(delivery.body());
        return answer == null ? format.handshake(delivery) : answer;
    }
}
