package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import dev.plimsoll.ingest.scan.system.PackageDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The packages of the operating system, as the databases of each layer list them. Which layer
 * brought a package in is told by the first one whose database lists that version.
 */
final class SystemPackages {

    private Map<String, PackageDatabase> databases = new LinkedHashMap<>();
    private Map<Version, InstalledPackage> present = new LinkedHashMap<>();
    private final Map<Version, InstalledPackage> known = new HashMap<>();
    private final Versions<Version> versions = new Versions<>();

    /** A version of a package. */
    private record Version(InstalledPackage.Key key, String version) {

        static Version of(InstalledPackage installed) {
            return new Version(installed.key(), installed.version());
        }
    }

    /**
     * A package that is no longer there.
     *
     * @param layer that brought it
     */
    record Gone(InstalledPackage installed, int layer, int removedIn) {}

    /**
     * @param now the databases by their real paths once the layer lies on top
     */
    void apply(Map<String, PackageDatabase> now, int layer) {
        if (isSame(now)) {
            return;
        }
        databases = now;
        var before = present;
        present = new LinkedHashMap<>();
        // Of two databases none hides what the other lists (D1): both versions count.
        for (var database : now.values()) {
            for (var installed : database.packages()) {
                present.put(Version.of(installed), installed);
            }
        }
        known.putAll(present);
        versions.now(present.keySet(), before.keySet(), layer);
    }

    Collection<InstalledPackage> installed() {
        return present.values();
    }

    /** By the real path of each. */
    Map<String, PackageDatabase> databases() {
        return databases;
    }

    int layer(InstalledPackage installed) {
        return versions.since(Version.of(installed));
    }

    List<Gone> gone() {
        var gone = new ArrayList<Gone>();
        versions.gone()
                .forEach(
                        (version, removedIn) ->
                                gone.add(
                                        new Gone(
                                                Objects.requireNonNull(known.get(version)),
                                                versions.since(version),
                                                removedIn)));
        return gone;
    }

    List<Gap> gaps() {
        return databases.values().stream().flatMap(database -> database.gaps().stream()).toList();
    }

    /** What kept a database from being read as a whole, if anything did. */
    boolean isDamaged() {
        return gaps().stream()
                .map(Gap::getReason)
                .anyMatch(
                        Set.of(
                                        Reason.CORRUPT_STANZA.name(),
                                        Reason.PKGDB_CORRUPT.name(),
                                        Reason.LIMIT_PKGDB.name())
                                ::contains);
    }

    private boolean isSame(Map<String, PackageDatabase> now) {
        var mine = new IdentityHashMap<PackageDatabase, String>();
        databases.forEach((path, database) -> mine.put(database, path));
        return mine.size() == now.size()
                && now.entrySet().stream()
                        .allMatch(entry -> entry.getKey().equals(mine.get(entry.getValue())));
    }
}
