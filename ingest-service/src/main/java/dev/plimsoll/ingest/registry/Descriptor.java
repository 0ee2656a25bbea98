package dev.plimsoll.ingest.registry;

/**
 * Names a manifest, a configuration or a layer. Inline {@code data} and foreign {@code urls} of the
 * specification are left out on purpose: content comes from the registry, by digest.
 *
 * @param mediaType empty when the manifest gives none
 * @param size compressed bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {

    public Descriptor {
        if (size < 0) {
            throw new ImageRefusedException(
                    Reason.MANIFEST_INVALID, "%s has the size %d".formatted(digest, size));
        }
    }
}
