package dev.plimsoll.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Identities of the form that events have. */
final class Ids {

    private Ids() {}

    /** 32 hexadecimal digits. */
    static String of(Object... fields) {
        return hash(fields).substring(0, 32);
    }

    static String digest(Object... fields) {
        return "sha256:" + hash(fields);
    }

    private static String hash(Object... fields) {
        var text = Arrays.stream(fields).map(String::valueOf).collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
