package dev.plimsoll.ingest.registry;

import java.time.Duration;

/**
 * How long we wait for a registry.
 *
 * @param connect for a connection
 * @param answer from the request to the first byte of the answer
 * @param document for the whole body of a manifest, configuration or token
 * @param blob for the whole body of a layer
 * @param stall the time in which at least {@link #MINIMUM_BYTES} have to arrive
 */
record Patience(
        Duration connect, Duration answer, Duration document, Duration blob, Duration stall) {

    /** Less than this in {@link #stall} is a connection kept open to keep us busy. */
    static final long MINIMUM_BYTES = 16 * 1024;

    static final Patience USUAL =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(30));
}
