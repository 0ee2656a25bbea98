package dev.plimsoll.notify.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The identities that Plimsoll's parts agree on without asking each other. */
public final class Identity {

    private static final int BYTES = 16;

    private Identity() {}

    /** The first 32 hexadecimal digits of the SHA-256 over the parts, joined by line feeds. */
    public static String of(List<String> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(String.join("\n", parts).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
