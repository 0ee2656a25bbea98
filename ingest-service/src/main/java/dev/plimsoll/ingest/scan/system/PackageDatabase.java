package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.event.Gap;
import java.util.List;

/**
 * What a package database lists, and what of it could not be understood.
 *
 * @param owned the files of its packages, if it tells
 */
public record PackageDatabase(
        List<InstalledPackage> packages, List<OwnedFiles> owned, List<Gap> gaps) {

    public PackageDatabase {
        packages = List.copyOf(packages);
        owned = List.copyOf(owned);
        gaps = List.copyOf(gaps);
    }

    /** Approximate bytes in memory. */
    public long weight() {
        return 200
                + packages.stream().mapToLong(InstalledPackage::weight).sum()
                + owned.stream().mapToLong(OwnedFiles::weight).sum()
                + 300L * gaps.size();
    }
}
