package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.rpm.RpmDatabase;
import dev.plimsoll.ingest.scan.rpm.RpmFormat;
import dev.plimsoll.ingest.scan.rpm.RpmPackage;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import dev.plimsoll.ingest.scan.system.OwnedFiles;
import dev.plimsoll.ingest.scan.system.PackageDatabase;
import dev.plimsoll.ingest.scan.system.PathHash;
import dev.plimsoll.ingest.scan.system.PathNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rpm databases of one layer. They are not read front to back, so their bytes have to be there
 * as a whole; those of SQLite until the end of the layer, because its write-ahead log may follow.
 */
final class RpmDatabases {

    private static final String LOG = "-wal";
    private static final byte[] NOTHING = new byte[0];

    private final ScanLimits limits;
    private final LayerMemory memory;
    private final Map<String, byte[]> databases = new HashMap<>();
    private final Map<String, byte[]> logs = new HashMap<>();

    RpmDatabases(ScanLimits limits, LayerMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /** A database of which nothing can be told but why. */
    static PackageDatabase unreadable(Reason reason, String why) {
        return new PackageDatabase(List.of(), List.of(), List.of(new Gap(reason.name(), why)));
    }

    /** A database in one file. */
    PackageDatabase read(String path, RpmFormat format, InputStream content, long size)
            throws IOException {
        var bytes = bytes(content, size);
        try {
            return bytes.length < size ? tooLarge(path, size) : parse(path, format, bytes, NOTHING);
        } finally {
            memory.letGo(bytes.length);
        }
    }

    /** Keeps SQLite's file until {@link #finish(String)}. */
    void keep(String path, InputStream content, long size) throws IOException {
        put(databases, path, content, size);
    }

    void keepLog(String path, InputStream content, long size) throws IOException {
        put(logs, path, content, size);
    }

    /**
     * Reads what was kept; once for each path.
     *
     * @param size of the file
     */
    PackageDatabase finish(String path, long size) {
        var bytes = databases.getOrDefault(path, NOTHING);
        databases.remove(path);
        try {
            return bytes.length < size
                    ? tooLarge(path, size)
                    : parse(path, RpmFormat.SQLITE, bytes, logs.getOrDefault(path + LOG, NOTHING));
        } finally {
            memory.letGo(bytes.length);
        }
    }

    private PackageDatabase tooLarge(String path, long size) {
        return unreadable(
                Reason.LIMIT_PKGDB,
                "%s has %d bytes, at most %d are read"
                        .formatted(path, size, limits.databaseBytes()));
    }

    private void put(Map<String, byte[]> files, String path, InputStream content, long size)
            throws IOException {
        var earlier = files.remove(path);
        if (earlier != null) {
            memory.letGo(earlier.length);
        }
        files.put(path, bytes(content, size));
    }

    /** All of it, or nothing if it is too large beside what is there already. */
    private byte[] bytes(InputStream content, long size) throws IOException {
        long others =
                databases.values().stream().mapToLong(file -> file.length).sum()
                        + logs.values().stream().mapToLong(file -> file.length).sum();
        if (size + others > limits.databaseBytes()) {
            return NOTHING;
        }
        memory.hold(size);
        // Not readNBytes(int), which needs twice the room.
        var bytes = new byte[(int) size];
        content.readNBytes(bytes, 0, bytes.length);
        return bytes;
    }

    private static PackageDatabase parse(
            String path, RpmFormat format, byte[] bytes, byte[] writeAheadLog) {
        try {
            var reading = RpmDatabase.read(path, format, bytes, writeAheadLog);
            var packages = new ArrayList<InstalledPackage>(reading.packages().size());
            var owned = new ArrayList<OwnedFiles>(reading.packages().size());
            for (var found : reading.packages()) {
                packages.add(installed(found, path));
                owned.add(new OwnedFiles(found.name(), found.architecture(), files(found)));
            }
            return new PackageDatabase(packages, owned, reading.gaps());
        } catch (ImageRefusedException e) {
            return unreadable(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static InstalledPackage installed(RpmPackage found, String path) {
        return new InstalledPackage(
                InstalledPackage.Type.RPM,
                found.name(),
                found.fullVersion(),
                found.sourceName(),
                found.sourceVersion(),
                found.architecture(),
                path,
                null,
                null,
                false,
                found.requires(),
                found.provides(),
                null,
                found.installedSize(),
                found.vendor(),
                found.module());
    }

    /** The reader gives text, tar and the other lists give bytes. */
    private static long[] files(RpmPackage found) {
        var numbers = new PathNumbers();
        for (var file : found.files()) {
            numbers.add(
                    PathHash.merged(
                            new String(
                                    file.getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1)));
        }
        return numbers.toArray();
    }
}
