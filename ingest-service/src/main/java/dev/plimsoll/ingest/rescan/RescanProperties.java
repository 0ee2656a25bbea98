package dev.plimsoll.ingest.rescan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for scans.
 *
 * @param token the bearer token; null refuses everybody
 * @param acknowledgement how long the caller waits for Kafka
 */
public record RescanProperties(@Nullable String token, Duration acknowledgement) {

    public RescanProperties {
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException(
                    "ingest.scans.token must not be blank; leave it out to switch POST /scans off");
        }
    }

    @Override
    public String toString() {
        return "RescanProperties[%s]".formatted(token == null ? "off" : "on");
    }
}
