package dev.plimsoll.ingest.scan.rpm;

import dev.plimsoll.event.Gap;
import java.util.List;

/**
 * What a database lists.
 *
 * @param packages in the order of the file
 * @param gaps what could not be understood: CORRUPT_STANZA for a package that makes no sense,
 *     PKGDB_CORRUPT for a part of the file that may have held any number of packages
 */
public record RpmReading(List<RpmPackage> packages, List<Gap> gaps) {

    public RpmReading {
        packages = List.copyOf(packages);
        gaps = List.copyOf(gaps);
    }
}
