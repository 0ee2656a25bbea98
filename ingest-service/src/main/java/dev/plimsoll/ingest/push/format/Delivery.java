package dev.plimsoll.ingest.push.format;

import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an authentic sender sent.
 *
 * @param registry of the source, null if its events say it
 * @param receivedAt by our clock
 */
public record Delivery(
        Head head, JsonNode body, @Nullable RegistryHost registry, Instant receivedAt) {

    @Nullable String header(String name) {
        return head.header(name);
    }

    /** The registry by configuration, or else what the event says. */
    @Nullable String registryOr(@Nullable String told) {
        return registry == null ? told : registry.value();
    }
}
