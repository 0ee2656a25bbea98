package dev.plimsoll.ingest.scan.system;

/**
 * The files of one package, as numbers.
 *
 * @param owner name of the package
 * @param architecture empty if the list does not tell
 * @param paths by {@link PathHash#merged(String)}; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, on purpose
public record OwnedFiles(String owner, String architecture, long[] paths) {

    /** Approximate bytes in memory. */
    public long weight() {
        return 120 + 8L * paths.length;
    }
}
