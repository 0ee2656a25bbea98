package dev.plimsoll.ingest.reference;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a manifest.
 *
 * @param value "sha256:" and 64 hexadecimal digits, lower case
 */
public record ImageDigest(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("sha256:[0-9a-f]{64}");

    public ImageDigest {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a sha256 digest: '%s'".formatted(Printable.of(value)));
        }
    }

    /**
     * Reads a digest in either case.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ImageDigest parse(String value) {
        return new ImageDigest(value.toLowerCase(Locale.ROOT));
    }

    /** The digest, or null if {@code value} is absent or malformed. */
    public static @Nullable ImageDigest orNull(@Nullable String value) {
        if (value == null || !GRAMMAR.matcher(value.toLowerCase(Locale.ROOT)).matches()) {
            return null;
        }
        return parse(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
