package dev.plimsoll.analysis.decide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Identities that come out the same whenever and wherever they are computed. */
final class Ids {

    private Ids() {}

    /** 32 hexadecimal digits over the fields in their order; an absent field counts as empty. */
    static String of(@Nullable Object... fields) {
        var text =
                Arrays.stream(fields)
                        .map(field -> Objects.toString(field, ""))
                        .map(field -> field.length() + ":" + field)
                        .collect(Collectors.joining("\n"));
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
