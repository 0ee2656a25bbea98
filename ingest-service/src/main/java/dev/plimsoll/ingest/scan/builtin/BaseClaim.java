package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.DeclaredBase;
import dev.plimsoll.ingest.reference.Printable;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The base image that an image claims to have, by the annotations of the OCI image specification
 * ("Pre-Defined Annotation Keys"), or by labels of the same names.
 */
final class BaseClaim {

    private static final String NAME = "org.opencontainers.image.base.name";
    private static final String DIGEST = "org.opencontainers.image.base.digest";
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

    private BaseClaim() {}

    /** Null if neither claims anything that makes sense. */
    static @Nullable DeclaredBase of(Map<String, String> annotations, Map<String, String> labels) {
        var annotated = of(annotations);
        return annotated != null ? annotated : of(labels);
    }

    private static @Nullable DeclaredBase of(Map<String, String> texts) {
        var name = texts.getOrDefault(NAME, "").strip();
        var digest = texts.getOrDefault(DIGEST, "").strip();
        boolean hasDigest = SHA256.matcher(digest).matches();
        return name.isEmpty() && !hasDigest
                ? null
                : new DeclaredBase(
                        name.isEmpty() ? null : Printable.of(name), hasDigest ? digest : null);
    }
}
