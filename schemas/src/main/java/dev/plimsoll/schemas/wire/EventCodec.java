package dev.plimsoll.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events to bytes and back, by Avro <a
 * href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">single-object
 * encoding</a>: {@code C3 01}, the CRC-64 fingerprint of the writer's schema (8 bytes, little
 * endian), the body.
 *
 * <p>An event written by any released schema (see {@link ReleasedSchemas}) is read as today's
 * class. Instances are thread-safe.
 */
public final class EventCodec {

    private static final int HEADER_BYTES = 10;

    // Avro compares the arrays of a decoded record by its generic model, which by itself knows no
    // times: an array with a nullable time in it would not be equal to its like, it would throw.
    static {
        GenericData.get().addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        GenericData.get().addLogicalTypeConversion(new TimeConversions.DateConversion());
    }

    private final Map<String, BinaryMessageEncoder<SpecificRecord>> encoders = new HashMap<>();
    private final Map<Long, Reader> readers = new HashMap<>();

    /** A codec for every released event. */
    public EventCodec() {
        for (var released : ReleasedSchemas.all()) {
            readers.put(fingerprint(released.schema()), Reader.of(released.schema()));
        }
        for (var current : ReleasedSchemas.current()) {
            readers.put(fingerprint(current), Reader.of(current));
            encoders.put(
                    current.getFullName(),
                    new BinaryMessageEncoder<>(SpecificData.getForSchema(current), current));
        }
    }

    /**
     * Writes {@code event} with today's schema.
     *
     * @throws IllegalArgumentException if the record is not one of the events
     */
    public byte[] encode(SpecificRecord event) {
        var encoder = encoders.get(event.getSchema().getFullName());
        if (encoder == null) {
            throw new IllegalArgumentException(
                    "'%s' is not an event of Plimsoll; events are listed in ReleasedSchemas"
                            .formatted(event.getSchema().getFullName()));
        }
        try {
            ByteBuffer bytes = encoder.encode(event);
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("encoding " + event.getSchema().getName(), e);
        }
    }

    /**
     * Reads one event.
     *
     * @throws UndecodableEventException if the bytes are no event, come from a schema that this
     *     release does not know, or do not hold what their schema says
     */
    public SpecificRecord decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != (byte) 0xC3 || bytes[1] != 1) {
            throw new UndecodableEventException(
                    "not an event: %d bytes starting with '%s', expected 'c301' and a fingerprint"
                            .formatted(bytes.length, start(bytes)));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        var reader = readers.get(fingerprint);
        if (reader == null) {
            throw new UndecodableEventException(
                    "unknown schema fingerprint '%016x': written by a newer release, or by somebody else"
                            .formatted(fingerprint));
        }
        return reader.read(bytes);
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static String start(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, HEADER_BYTES));
    }

    /** Reads what one released schema wrote. */
    private record Reader(Schema current, SpecificDatumReader<SpecificRecord> datum) {

        static Reader of(Schema writer) {
            var current = ReleasedSchemas.current(writer.getFullName());
            return new Reader(
                    current,
                    new SpecificDatumReader<>(writer, current, SpecificData.getForSchema(current)));
        }

        SpecificRecord read(byte[] bytes) {
            var decoder =
                    DecoderFactory.get()
                            .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            SpecificRecord event;
            boolean atEnd;
            try {
                event = datum.read(null, decoder);
                atEnd = decoder.isEnd();
            } catch (IOException | RuntimeException e) {
                throw new UndecodableEventException(
                        "%s cannot be read: %s".formatted(current.getName(), e), e);
            }
            if (!atEnd) {
                throw new UndecodableEventException(
                        "%s is followed by bytes that do not belong to it"
                                .formatted(current.getName()));
            }
            return event;
        }
    }
}
