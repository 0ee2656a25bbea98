package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.schemas.wire.EventSerializer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the mirror remembers of an advisory in the topic.
 *
 * @param hash of the event as it was written
 */
record Mirrored(long hash, String feed, Instant modified, boolean withdrawn) {

    private static final EventSerializer<SpecificRecord> SERIALIZER = new EventSerializer<>();

    static Mirrored of(AdvisoryChanged advisory, byte[] bytes) {
        return new Mirrored(
                hash(bytes),
                advisory.getFeed(),
                advisory.getModified(),
                advisory.getWithdrawn() != null);
    }

    static byte[] bytes(SpecificRecord event) {
        var bytes = SERIALIZER.serialize("", event);
        if (bytes == null) {
            throw new IllegalArgumentException("an event has no bytes");
        }
        return bytes;
    }

    private static long hash(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
