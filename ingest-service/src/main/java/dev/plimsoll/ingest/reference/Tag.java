package dev.plimsoll.ingest.reference;

import java.util.regex.Pattern;

/**
 * A name that moves from manifest to manifest.
 *
 * @param value 1 to 128 letters, digits, "_", "." and "-", neither of the last two in front
 */
public record Tag(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** What signing tools push beside an image, named after the image's digest. */
    private static final Pattern ATTACHMENT =
            Pattern.compile("sha256-[0-9a-f]{64}(\\.(sig|att|sbom))?");

    public Tag {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tag: '%s'".formatted(Printable.of(value)));
        }
    }

    /**
     * Whether the name is that of a signature, attestation or bill of materials, not of an image.
     */
    public boolean namesAttachment() {
        return ATTACHMENT.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
