package dev.plimsoll.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Something only the right caller knows. Kept as a hash: there is nothing to print. */
public final class Secret {

    /** Matches nothing, in the time that a comparison takes. */
    public static final Secret NONE = new Secret(new byte[0]);

    private final byte[] hash;

    private Secret(byte[] hash) {
        this.hash = hash;
    }

    /**
     * @throws IllegalArgumentException if the secret is blank
     */
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        return new Secret(sha256(value));
    }

    /** Takes the same time for every value of the same length, right or wrong. */
    public boolean matches(@Nullable String presented) {
        return MessageDigest.isEqual(hash, sha256(presented == null ? "" : presented));
    }

    private static byte[] sha256(String value) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
