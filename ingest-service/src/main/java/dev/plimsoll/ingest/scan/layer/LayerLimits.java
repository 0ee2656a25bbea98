package dev.plimsoll.ingest.scan.layer;

/**
 * Caps on what unpacking one layer may make us do.
 *
 * @param uncompressedBytes of the layer
 * @param ratio of uncompressed to compressed bytes, once {@code ratioFrom} bytes have come out
 * @param ratioFrom uncompressed bytes that may come out whatever the ratio
 * @param emptyMembers gzip members without output, zstd frames likewise
 * @param entries tar entries of the layer
 */
public record LayerLimits(
        long uncompressedBytes, int ratio, long ratioFrom, int emptyMembers, long entries) {}
