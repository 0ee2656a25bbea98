package dev.plimsoll.ingest.scan.system;

import java.util.Arrays;
import java.util.Objects;

/**
 * The files of one package, as numbers.
 *
 * @param owner name of the package
 * @param architecture empty if the list does not tell
 * @param paths by {@link PathHash#merged(String)}; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // a large list that nobody copies
public record OwnedFiles(String owner, String architecture, long[] paths) {

    /** Approximate bytes in memory. */
    public long weight() {
        return 120 + 8L * paths.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnedFiles(var itsOwner, var itsArchitecture, var itsPaths)
                && owner.equals(itsOwner)
                && architecture.equals(itsArchitecture)
                && Arrays.equals(paths, itsPaths);
    }

    @Override
    public int hashCode() {
        return Objects.hash(owner, architecture, Arrays.hashCode(paths));
    }

    @Override
    public String toString() {
        return "%d files of %s".formatted(paths.length, owner);
    }
}
