package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A content hash, {@code sha256:} and 64 lower-case hexadecimal digits. Other algorithms are
 * refused: what cannot be verified is not read.
 */
public record Digest(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (value.length() != 71 || !GRAMMAR.matcher(value).matches()) {
            throw new ImageRefusedException(
                    Reason.DIGEST_INVALID,
                    "not a sha256 digest: '%s'".formatted(Printable.of(value)));
        }
    }

    /** Of a whole content in memory. */
    public static Digest of(byte[] content) {
        return finished(sha256().digest(content));
    }

    public static Digest ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a {@link #sha256()} has come to; resets it. */
    public static Digest of(MessageDigest finished) {
        return finished(finished.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digits without the algorithm. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    @Override
    public String toString() {
        return value;
    }

    private static Digest finished(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }
}
