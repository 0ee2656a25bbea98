package dev.plimsoll.ingest.scan.builtin;

/**
 * Caps on what one layer may make us do.
 *
 * @param uncompressedBytes of one layer
 * @param ratio of uncompressed to compressed bytes, once {@code ratioFrom} bytes have come out
 * @param ratioFrom uncompressed bytes that may come out whatever the ratio
 * @param emptyMembers gzip members without output, zstd frames likewise
 * @param entries tar entries of one layer
 * @param fileBytes of one file that is kept, such as a package database
 * @param keptBytes of all files kept from one layer
 */
public record ScanLimits(
        long uncompressedBytes,
        int ratio,
        long ratioFrom,
        int emptyMembers,
        long entries,
        int fileBytes,
        int keptBytes) {

    private static final long MIB = 1024 * 1024;

    public static final ScanLimits USUAL =
            new ScanLimits(
                    64 * 1024 * MIB,
                    200,
                    64 * MIB,
                    10_000,
                    5_000_000,
                    (int) (48 * MIB),
                    (int) (64 * MIB));
}
