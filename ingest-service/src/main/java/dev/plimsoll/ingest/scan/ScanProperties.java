package dev.plimsoll.ingest.scan;

import java.time.Duration;

/**
 * How long a scan may take, and whether it looks beside the image.
 *
 * @param deadline for one image, with everything that is fetched for it
 */
public record ScanProperties(Duration deadline, AttestationProperties attestations) {

    public ScanProperties {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a scan may take %s".formatted(deadline));
        }
    }
}
