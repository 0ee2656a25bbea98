package dev.plimsoll.ingest.publish;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that are the same whenever the same thing happened. */
public final class EventId {

    private static final int ID_BYTES = 16;

    private EventId() {}

    /** The first 32 hexadecimal digits of the SHA-256 of the parts, joined by line feeds. */
    public static String of(String... parts) {
        var bytes = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
