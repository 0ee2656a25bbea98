package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.util.regex.Pattern;

/**
 * What an image runs on, for example {@code linux/amd64} or {@code linux/arm/v7}.
 *
 * @param variant empty for the architecture's usual one; {@code v8} of arm64 is usual and left out
 */
public record Platform(String os, String architecture, String variant) {

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    public Platform {
        check(os);
        check(architecture);
        if (architecture.equals("arm64") && variant.equals("v8")) {
            variant = "";
        }
        if (!variant.isEmpty()) {
            check(variant);
        }
    }

    /**
     * @throws IllegalArgumentException unless the text is {@code os/architecture[/variant]}
     */
    public static Platform parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "not a platform: '%s'; write it like linux/amd64 or linux/arm/v7"
                            .formatted(Printable.of(text)));
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /**
     * Whether an image of the other platform may stand for this one: an unnamed variant takes any.
     */
    public boolean accepts(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || variant.equals(other.variant));
    }

    @Override
    public String toString() {
        return variant.isEmpty()
                ? os + "/" + architecture
                : os + "/" + architecture + "/" + variant;
    }

    private static void check(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "not part of a platform: '%s'".formatted(Printable.of(word)));
        }
    }
}
