package dev.plimsoll.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka value deserializer for events; throws {@link UndecodableEventException} for anything else.
 *
 * <p>A plain consumer wraps it in Spring's {@code ErrorHandlingDeserializer}: thrown from {@code
 * poll}, the exception would block the partition for good.
 */
public final class EventDeserializer<E extends SpecificRecord> implements Deserializer<E> {

    static final EventCodec CODEC = new EventCodec();

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : (E) CODEC.decode(bytes);
    }
}
