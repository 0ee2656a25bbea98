package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import java.util.List;

/** What a package database lists, and what of it could not be understood. */
record PackageDatabase(List<InstalledPackage> packages, List<Gap> gaps) {

    PackageDatabase {
        packages = List.copyOf(packages);
        gaps = List.copyOf(gaps);
    }
}
