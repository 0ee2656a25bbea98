package dev.plimsoll.analysis.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a password or token is compared by: a digest, so that the comparison takes the same time
 * whatever is sent.
 *
 * <p>No slow password hash: passwords are in the configuration in clear, tokens are random, and
 * every request carries one, so a slow hash would only slow people down.
 */
final class Secret {

    private Secret() {}

    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(digest(text));
    }
}
