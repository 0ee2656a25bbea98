package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.language.LanguageLimits;
import dev.plimsoll.ingest.scan.layer.LayerLimits;
import java.time.Duration;

/**
 * Caps on what one image may make us do.
 *
 * @param layer what unpacking one layer may take
 * @param language what one file of a programming language may take
 * @param packages of one package database
 * @param databaseBytes of one database that cannot be read as a stream: rpm's
 * @param layerBytes in memory after one layer was read
 * @param freeLayerBytes of {@code layerBytes} that a layer may have while others are read; for more
 *     it waits until no other has more
 * @param imageBytes in memory after all layers of an image were read
 * @param imageUncompressedBytes of all layers of an image
 * @param imageEntries tar entries of all layers of an image
 * @param deadline for an image
 */
public record ScanLimits(
        LayerLimits layer,
        LanguageLimits language,
        int packages,
        int databaseBytes,
        long layerBytes,
        long freeLayerBytes,
        long imageBytes,
        long imageUncompressedBytes,
        long imageEntries,
        Duration deadline) {

    private static final long MIB = 1024 * 1024;

    public static final ScanLimits USUAL =
            new ScanLimits(
                    new LayerLimits(64 * 1024 * MIB, 200, 64 * MIB, 10_000, 5_000_000),
                    LanguageLimits.USUAL,
                    100_000,
                    (int) (128 * MIB),
                    64 * MIB,
                    8 * MIB,
                    128 * MIB,
                    128 * 1024 * MIB,
                    10_000_000,
                    Duration.ofMinutes(15));

    public ScanLimits withDeadline(Duration other) {
        return new ScanLimits(
                layer,
                language,
                packages,
                databaseBytes,
                layerBytes,
                freeLayerBytes,
                imageBytes,
                imageUncompressedBytes,
                imageEntries,
                other);
    }
}
