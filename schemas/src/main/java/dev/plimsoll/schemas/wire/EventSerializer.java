package dev.plimsoll.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Kafka value serializer for events; a null event is a tombstone. */
public final class EventSerializer<E extends SpecificRecord> implements Serializer<E> {

    private static final EventCodec CODEC = EventDeserializer.CODEC;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable E event) {
        return event == null ? null : CODEC.encode(event);
    }
}
