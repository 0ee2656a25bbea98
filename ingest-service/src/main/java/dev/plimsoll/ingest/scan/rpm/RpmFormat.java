package dev.plimsoll.ingest.scan.rpm;

import java.util.Optional;

/** How a database file is built. */
public enum RpmFormat {
    /** rpm 4.16 and later: Fedora, RHEL 9, Amazon Linux 2023, Azure Linux. */
    SQLITE("rpmdb.sqlite"),
    /** SUSE. */
    NDB("Packages.db"),
    /** rpm before 4.16: RHEL and CentOS up to 8, Amazon Linux 2. A hash file, seldom a B-tree. */
    BERKELEY("Packages"),
    /** A list instead of a database, in images of Azure Linux without rpm. */
    MANIFEST("container-manifest-2");

    private final String fileName;

    RpmFormat(String fileName) {
        this.fileName = fileName;
    }

    /** By the file's name; which directories may hold one is the caller's affair. */
    public static Optional<RpmFormat> of(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        for (var format : values()) {
            if (format.fileName.equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
