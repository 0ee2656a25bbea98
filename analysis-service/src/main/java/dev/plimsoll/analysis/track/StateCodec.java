package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.Severity;
import dev.plimsoll.schemas.wire.EventCodec;
import dev.plimsoll.schemas.wire.ReleasedSchemas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * State to bytes and back. Small records are JSON behind a version byte; what comes from events is
 * Avro with the fingerprint of its schema, so that state of an earlier release stays readable.
 */
final class StateCodec {

    /** First byte of everything that is not plain Avro. */
    private static final byte VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final EventCodec EVENTS = new EventCodec();
    private static final SpecificData MODEL = SpecificData.getForClass(Finding.class);
    private static final BinaryMessageEncoder<Finding> FINDING_ENCODER =
            new BinaryMessageEncoder<>(MODEL, Finding.getClassSchema());
    private static final BinaryMessageDecoder<Finding> FINDING_DECODER = findingDecoder();

    private StateCodec() {}

    /** The part of {@link Tracked} that is not the finding. */
    private record TrackedHistory(
            @Nullable Severity told,
            int ordinal,
            @Nullable ChangeKind last,
            @Nullable Instant lastAt) {}

    static byte[] json(Object value) {
        var json = JSON.writeValueAsBytes(value);
        return ByteBuffer.allocate(1 + json.length).put(VERSION).put(json).array();
    }

    static <T> T json(byte[] bytes, Class<T> type) {
        checkVersion(bytes[0]);
        return JSON.readValue(bytes, 1, bytes.length - 1, type);
    }

    static byte[] event(SpecificRecord event) {
        return EVENTS.encode(event);
    }

    static SpecificRecord event(byte[] bytes) {
        return EVENTS.decode(bytes);
    }

    static ImageAssessed assessed(byte[] bytes) {
        return (ImageAssessed) EVENTS.decode(bytes);
    }

    static byte[] finding(Finding finding) {
        try {
            ByteBuffer bytes = FINDING_ENCODER.encode(finding);
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("encoding a finding", e);
        }
    }

    static Finding finding(byte[] bytes) {
        try {
            return FINDING_DECODER.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("decoding a finding", e);
        }
    }

    static byte[] tracked(Tracked tracked) {
        return write(
                out -> {
                    block(
                            out,
                            JSON.writeValueAsBytes(
                                    new TrackedHistory(
                                            tracked.told(),
                                            tracked.ordinal(),
                                            tracked.last(),
                                            tracked.lastAt())));
                    block(out, finding(tracked.finding()));
                });
    }

    static Tracked tracked(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    var history = JSON.readValue(block(in), TrackedHistory.class);
                    return new Tracked(
                            finding(block(in)),
                            history.told(),
                            history.ordinal(),
                            history.last(),
                            history.lastAt());
                });
    }

    static byte[] journal(JournalEntry entry) {
        return write(
                out -> {
                    out.writeInt(entry.told().size());
                    for (var event : entry.told()) {
                        block(out, event(event));
                    }
                    out.writeInt(entry.writes().size());
                    for (var write : entry.writes().entrySet()) {
                        out.writeUTF(write.getKey());
                        var value = write.getValue();
                        out.writeBoolean(value != null);
                        if (value != null) {
                            block(out, value);
                        }
                    }
                });
    }

    static JournalEntry journal(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    var told = new ArrayList<SpecificRecord>();
                    for (int left = in.readInt(); left > 0; left--) {
                        told.add(event(block(in)));
                    }
                    var writes = new LinkedHashMap<String, byte @Nullable []>();
                    for (int left = in.readInt(); left > 0; left--) {
                        var key = in.readUTF();
                        writes.put(key, in.readBoolean() ? block(in) : null);
                    }
                    return new JournalEntry(told, writes);
                });
    }

    private static void block(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] block(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            checkVersion(in.readByte());
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "state of %d bytes cannot be read".formatted(bytes.length), e);
        }
    }

    private static void checkVersion(byte version) {
        if (version != VERSION) {
            throw new IllegalStateException(
                    "state has version %d, this release reads %d: it was written by a newer release"
                            .formatted(version, VERSION));
        }
    }

    /** Reads findings as every release wrote them: their schemas are part of the event's. */
    private static BinaryMessageDecoder<Finding> findingDecoder() {
        var decoder = new BinaryMessageDecoder<Finding>(MODEL, Finding.getClassSchema());
        var event = FindingsChanged.getClassSchema().getName();
        ReleasedSchemas.all().stream()
                .filter(released -> released.event().equals(event))
                .map(released -> findingIn(released.schema()))
                .forEach(decoder::addSchema);
        return decoder;
    }

    private static Schema findingIn(Schema findingsChanged) {
        return findingsChanged
                .getField("changes")
                .schema()
                .getElementType()
                .getField("finding")
                .schema();
    }
}
