package dev.plimsoll.ingest.registry;

import dev.plimsoll.event.ScanFailureKind;

/**
 * Why an image, or a part of it, could not be read: the stable codes of {@code ScanFailure} and
 * {@code Gap}. People search and alert by them, so a name never changes its meaning.
 */
public enum Reason {
    // what the registry says or holds
    REGISTRY_NOT_ALLOWED(ScanFailureKind.FAILED, false),
    REFERENCE_INVALID(ScanFailureKind.FAILED, false),
    UNAUTHORIZED(ScanFailureKind.FAILED, false),
    REALM_NOT_ALLOWED(ScanFailureKind.FAILED, false),
    REDIRECT_REFUSED(ScanFailureKind.FAILED, false),
    TLS_REFUSED(ScanFailureKind.FAILED, false),
    UNEXPECTED_RESPONSE(ScanFailureKind.FAILED, false),
    GONE(ScanFailureKind.FAILED, false),
    DIGEST_INVALID(ScanFailureKind.FAILED, false),
    DIGEST_MISMATCH(ScanFailureKind.FAILED, false),
    LIMIT_MANIFEST(ScanFailureKind.FAILED, false),
    MANIFEST_INVALID(ScanFailureKind.FAILED, false),
    INDEX_LIMIT(ScanFailureKind.FAILED, false),
    PLATFORM_MISSING(ScanFailureKind.UNSUPPORTED, false),
    UNSUPPORTED_ARTIFACT(ScanFailureKind.UNSUPPORTED, false),
    LIMIT_TIME(ScanFailureKind.FAILED, false),

    // what a layer holds
    MEDIA_TYPE_MISMATCH(ScanFailureKind.FAILED, true),
    TOC_MISMATCH(ScanFailureKind.FAILED, true),
    CORRUPT_GZIP(ScanFailureKind.FAILED, true),
    CORRUPT_ZSTD(ScanFailureKind.FAILED, true),
    CORRUPT_TAR(ScanFailureKind.FAILED, true),
    LIMIT_LAYERS(ScanFailureKind.FAILED, true),
    LIMIT_UNCOMPRESSED(ScanFailureKind.FAILED, true),
    LIMIT_GZIP_MEMBERS(ScanFailureKind.FAILED, true),
    LIMIT_ENTRIES(ScanFailureKind.FAILED, true),
    LIMIT_PKGDB(ScanFailureKind.FAILED, true),
    LIMIT_LINKS(ScanFailureKind.FAILED, true),
    FOREIGN_LAYER_SKIPPED(ScanFailureKind.FAILED, true),
    DUPLICATE_ENTRY(ScanFailureKind.FAILED, true),
    DANGLING_LINK(ScanFailureKind.FAILED, true),
    JAR_UNREADABLE(ScanFailureKind.FAILED, true),
    JAR_INCONSISTENT(ScanFailureKind.FAILED, true),
    LANGUAGE_FILE_UNREADABLE(ScanFailureKind.FAILED, true),
    LANGUAGE_PACKAGE_UNNAMED(ScanFailureKind.FAILED, true),
    PROGRAM_UNREADABLE(ScanFailureKind.FAILED, true),
    LIMIT_ARCHIVE(ScanFailureKind.FAILED, true),
    LIMIT_LANGUAGE_FILE(ScanFailureKind.FAILED, true),

    // what the image as a whole holds
    CONFIG_INVALID(ScanFailureKind.FAILED, true),
    CONFIG_MISMATCH(ScanFailureKind.FAILED, true),
    CONTENT_SETS_INVALID(ScanFailureKind.FAILED, true),
    CORRUPT_STANZA(ScanFailureKind.FAILED, true),
    PKGDB_CORRUPT(ScanFailureKind.FAILED, true),
    EMPTY_IMAGE(ScanFailureKind.UNSUPPORTED, true),
    PKGDB_MISSING(ScanFailureKind.UNSUPPORTED, true),
    PKGDB_EMPTY(ScanFailureKind.UNSUPPORTED, true),
    PKGDB_UNSUPPORTED(ScanFailureKind.UNSUPPORTED, true),
    DISTRO_UNKNOWN(ScanFailureKind.UNSUPPORTED, true);

    private final ScanFailureKind kind;
    private final boolean ofContent;

    Reason(ScanFailureKind kind, boolean ofContent) {
        this.kind = kind;
        this.ofContent = ofContent;
    }

    public ScanFailureKind kind() {
        return kind;
    }

    /**
     * Whether the same digest will always end so: it follows from verified bytes alone, not from
     * how a registry answered.
     */
    public boolean ofContent() {
        return ofContent;
    }
}
