package dev.plimsoll.ingest.push;

import java.time.Duration;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/**
 * Who may post events, and how much.
 *
 * @param sources by the id in the URL, {@code /events/<id>}
 * @param largestBody of one delivery; larger ones are answered with 413
 * @param acknowledgement how long a sender waits for Kafka before it is told to come again; the
 *     most impatient senders give up after 3 to 10 seconds
 * @param repetitionWindow how long a delivery is remembered; a later repetition is published again,
 *     with the same event id
 * @param rememberedDeliveries at most, the oldest are forgotten first; about 200 bytes each
 */
public record PushProperties(
        Map<String, SourceProperties> sources,
        DataSize largestBody,
        Duration acknowledgement,
        Duration repetitionWindow,
        int rememberedDeliveries) {

    public PushProperties {
        sources = Map.copyOf(sources);
    }
}
