package dev.plimsoll.ingest.scan.rpm;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.ByteOrder;

/** Reads the packages out of a database file of rpm. */
public final class RpmDatabase {

    private RpmDatabase() {}

    /**
     * @param path of the file in the image, for messages
     * @param writeAheadLog content of "rpmdb.sqlite-wal" beside it, empty if there is none; other
     *     formats have no such file
     * @throws ImageRefusedException PKGDB_CORRUPT if nothing of the file can be read, LIMIT_PKGDB
     *     if it lists more than any image has
     */
    public static RpmReading read(
            String path, RpmFormat format, byte[] content, byte[] writeAheadLog) {
        var bytes = Bytes.of(content, ByteOrder.BIG_ENDIAN);
        var installed = new Installed(path, (long) content.length + writeAheadLog.length);
        try {
            switch (format) {
                case SQLITE ->
                        SqliteFile.read(
                                bytes,
                                WriteAheadLog.of(Bytes.of(writeAheadLog, ByteOrder.BIG_ENDIAN)),
                                installed);
                case NDB -> NdbFile.read(bytes.in(ByteOrder.LITTLE_ENDIAN), installed);
                case BERKELEY -> BerkeleyFile.read(bytes, installed);
                case MANIFEST -> ManifestFile.read(content, installed);
            }
        } catch (DamagedException e) {
            throw new ImageRefusedException(
                    Reason.PKGDB_CORRUPT, "%s: %s".formatted(path, e.getMessage()));
        }
        return installed.toReading();
    }
}
