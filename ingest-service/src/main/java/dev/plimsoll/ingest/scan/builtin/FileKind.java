package dev.plimsoll.ingest.scan.builtin;

/** What a file means that lies at a path we know. */
enum FileKind {
    DPKG_STATUS,
    /** A file of distroless' {@code status.d}: a stanza, or the checksums of a package's files. */
    DPKG_STATUS_D,
    /** A {@code .list} of {@code var/lib/dpkg/info}. */
    DPKG_LIST,
    DPKG_DIVERSIONS,
    APK_INSTALLED,
    RPM_SQLITE,
    /** SQLite's write-ahead log, which belongs to the database beside it. */
    RPM_SQLITE_LOG,
    RPM_NDB,
    RPM_BERKELEY,
    RPM_MANIFEST,
    OS_RELEASE,
    DEBIAN_VERSION,
    APK_REPOSITORIES,
    CONTENT_SETS;

    /** Which files of a directory are meant when it is wanted as a whole. */
    boolean accepts(String name) {
        return switch (this) {
            case DPKG_LIST -> name.endsWith(".list");
            case CONTENT_SETS -> name.endsWith(".json");
            case DPKG_STATUS_D -> true;
            case DPKG_STATUS,
                    DPKG_DIVERSIONS,
                    APK_INSTALLED,
                    RPM_SQLITE,
                    RPM_SQLITE_LOG,
                    RPM_NDB,
                    RPM_BERKELEY,
                    RPM_MANIFEST,
                    OS_RELEASE,
                    DEBIAN_VERSION,
                    APK_REPOSITORIES ->
                    false;
        };
    }
}
