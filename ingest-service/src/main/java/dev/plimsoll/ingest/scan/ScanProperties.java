package dev.plimsoll.ingest.scan;

import java.time.Duration;

/**
 * How long a scan may take.
 *
 * @param deadline for one image, with everything that is fetched for it
 */
public record ScanProperties(Duration deadline) {

    public ScanProperties {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a scan may take %s".formatted(deadline));
        }
    }
}
