package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;

import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event in the envelope of <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>:
 * its members in the body (structured), in a list (batch), or in headers (binary).
 *
 * @param type, source and id are empty where the sender leaves them out
 */
record CloudEvent(String type, String source, String id, @Nullable Instant time, JsonNode data) {

    /** Every event of the delivery; a body that is none comes as an event without a type. */
    static Stream<CloudEvent> of(Delivery delivery) {
        if (delivery.header("ce-type") != null) {
            return Stream.of(
                    new CloudEvent(
                            header(delivery, "ce-type"),
                            header(delivery, "ce-source"),
                            header(delivery, "ce-id"),
                            Fields.timestamp(delivery.header("ce-time")),
                            delivery.body()));
        }
        var body = delivery.body();
        return body.isArray()
                ? body.valueStream().map(CloudEvent::structured)
                : Stream.of(structured(body));
    }

    private static CloudEvent structured(JsonNode event) {
        return new CloudEvent(
                raw(event, "type"),
                raw(event, "source"),
                raw(event, "id"),
                Fields.timestamp(event, "time"),
                event.path("data"));
    }

    private static String header(Delivery delivery, String name) {
        return Objects.requireNonNullElse(delivery.header(name), "");
    }
}
