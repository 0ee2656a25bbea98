package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.scan.rpm.RpmFormat;
import dev.plimsoll.ingest.scan.system.ApkDatabase;
import dev.plimsoll.ingest.scan.system.Diversions;
import dev.plimsoll.ingest.scan.system.DpkgDatabase;
import dev.plimsoll.ingest.scan.system.FileList;
import dev.plimsoll.ingest.scan.system.OsRelease;
import dev.plimsoll.ingest.scan.system.PackageDatabase;
import dev.plimsoll.ingest.scan.system.Repositories;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads a wanted file while its layer streams by, and keeps what it means rather than its bytes.
 */
final class FileReader {

    private static final int MAX_TEXT = 1024 * 1024;

    private final ScanLimits limits;
    private final RpmDatabases rpm;

    FileReader(ScanLimits limits, RpmDatabases rpm) {
        this.limits = limits;
        this.rpm = rpm;
    }

    /**
     * @param path in this layer
     * @return for a database of SQLite only that it is there: it is read at the end of the layer
     */
    FileContent read(Wanted.Want want, String path, InputStream content, long size)
            throws IOException {
        return switch (want.kind()) {
            case DPKG_STATUS ->
                    packages(() -> DpkgDatabase.readStatus(path, content, limits.packages()));
            case DPKG_STATUS_D ->
                    want.name().endsWith(".md5sums")
                            ? new FileContent.Owned(FileList.readChecksums(want.name(), content))
                            : packages(
                                    () ->
                                            DpkgDatabase.readStatusD(
                                                    path, content, limits.packages()));
            case DPKG_LIST -> new FileContent.Owned(FileList.readList(want.name(), content));
            case DPKG_DIVERSIONS -> new FileContent.Diverted(Diversions.read(content));
            case APK_INSTALLED ->
                    packages(() -> ApkDatabase.read(path, content, limits.packages()));
            case RPM_NDB -> packages(() -> rpm.read(path, RpmFormat.NDB, content, size));
            case RPM_BERKELEY -> packages(() -> rpm.read(path, RpmFormat.BERKELEY, content, size));
            case RPM_MANIFEST -> packages(() -> rpm.read(path, RpmFormat.MANIFEST, content, size));
            case RPM_SQLITE -> {
                rpm.keep(path, content, size);
                yield new FileContent.Later(size);
            }
            case RPM_SQLITE_LOG -> {
                rpm.keepLog(path, content, size);
                yield new FileContent.Log(size == 0);
            }
            case OS_RELEASE, DEBIAN_VERSION ->
                    new FileContent.Text(content.readNBytes(OsRelease.MAX_BYTES + 1));
            case APK_REPOSITORIES ->
                    new FileContent.Names(
                            Repositories.alpineReleases(content.readNBytes(MAX_TEXT)), null);
            case CONTENT_SETS -> contentSets(path, content.readNBytes(MAX_TEXT));
        };
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** A database that breaks its cap is one that says nothing; the rest of the image counts. */
    private static FileContent packages(Reading<PackageDatabase> reading) throws IOException {
        try {
            return new FileContent.Packages(reading.read());
        } catch (ImageRefusedException e) {
            if (e.reason() != Reason.LIMIT_PKGDB) {
                throw e;
            }
            return new FileContent.Packages(
                    RpmDatabases.unreadable(e.reason(), String.valueOf(e.getMessage())));
        }
    }

    private static FileContent contentSets(String path, byte[] content) {
        try {
            return new FileContent.Names(Repositories.contentSets(content), null);
        } catch (ImageRefusedException e) {
            return new FileContent.Names(
                    List.of(),
                    new Gap(e.reason().name(), "%s: %s".formatted(path, e.getMessage())));
        }
    }
}
