package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.event.Gap;
import java.util.List;

/** What a package database lists, and what of it could not be understood. */
public record PackageDatabase(List<InstalledPackage> packages, List<Gap> gaps) {

    public PackageDatabase {
        packages = List.copyOf(packages);
        gaps = List.copyOf(gaps);
    }
}
