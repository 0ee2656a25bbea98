package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.layer.LayerLimits;

/**
 * Caps on what one image may make us do.
 *
 * @param layer what unpacking one layer may take
 * @param fileBytes of one file that is kept, such as a package database
 * @param keptBytes of all files kept from one layer
 */
public record ScanLimits(LayerLimits layer, int fileBytes, int keptBytes) {

    private static final long MIB = 1024 * 1024;

    public static final ScanLimits USUAL =
            new ScanLimits(
                    new LayerLimits(64 * 1024 * MIB, 200, 64 * MIB, 10_000, 5_000_000),
                    (int) (48 * MIB),
                    (int) (64 * MIB));
}
