package dev.plimsoll.ingest.scan;

import dev.plimsoll.ingest.scan.attestation.Attestations;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether VEX statements are looked for beside images, and whose count.
 *
 * @param enabled costs two to six requests for every scan, also of images that are known
 * @param keys files with a public key in PEM, by the name under which its signatures are told
 */
public record AttestationProperties(boolean enabled, Map<String, Path> keys) {

    public static final AttestationProperties DISABLED = new AttestationProperties(false, Map.of());

    public AttestationProperties {
        keys = Map.copyOf(keys);
        if (!enabled && !keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "ingest.attestations.keys names keys, but ingest.attestations.enabled is false");
        }
    }

    /**
     * @throws IllegalArgumentException if a key cannot be used
     */
    Attestations attestations() {
        return Attestations.of(enabled, keys);
    }
}
