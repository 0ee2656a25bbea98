package dev.plimsoll.ingest.scan.language;

/**
 * Caps on what one file of an image may make us do.
 *
 * @param depth of archives in archives; 1 reads an archive and nothing inside its archives
 * @param entries of a file's archives together
 * @param archiveBytes that come out of a file's archives together
 * @param ratio of such bytes to those of the file, once {@code ratioFrom} bytes have come out
 * @param ratioFrom bytes that may come out whatever the ratio
 * @param textBytes of a lock file or another text that is read as a stream
 * @param memoryBytes of a text that is held in memory: a manifest, a list of Go modules
 * @param packages that one file may name
 */
public record LanguageLimits(
        int depth,
        int entries,
        long archiveBytes,
        int ratio,
        long ratioFrom,
        long textBytes,
        int memoryBytes,
        int packages) {

    private static final int MIB = 1024 * 1024;

    public static final LanguageLimits USUAL =
            new LanguageLimits(8, 500_000, 4096L * MIB, 100, 64 * MIB, 64 * MIB, 2 * MIB, 50_000);
}
