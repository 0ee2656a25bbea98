package dev.plimsoll.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;

/** {@link EventSerializer} and {@link EventDeserializer} for Kafka Streams. */
public final class EventSerde<E extends SpecificRecord> extends Serdes.WrapperSerde<E> {

    public EventSerde() {
        super(new EventSerializer<>(), new EventDeserializer<>());
    }
}
