package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;

/** What the archives of one file, each inside the other, may still cost together. */
final class ArchiveBudget {

    private final LanguageLimits limits;
    private int entries;
    private long bytesOut;
    private long bytesIn;

    ArchiveBudget(LanguageLimits limits) {
        this.limits = limits;
    }

    /** Bytes of the file itself that were looked at. */
    void received(long bytes) {
        bytesIn += bytes;
    }

    void spendEntry() {
        if (++entries > limits.entries()) {
            throw new LimitReachedException(
                    Reason.LIMIT_ARCHIVE, "more than %d entries".formatted(limits.entries()));
        }
    }

    void spendBytes(long bytes) {
        bytesOut += bytes;
        if (bytesOut > limits.archiveBytes()) {
            throw new LimitReachedException(
                    Reason.LIMIT_ARCHIVE,
                    "more than %d bytes come out of it".formatted(limits.archiveBytes()));
        }
        if (bytesOut > limits.ratioFrom() && bytesOut / limits.ratio() > bytesIn) {
            throw new LimitReachedException(
                    Reason.LIMIT_ARCHIVE, "%d bytes became %d".formatted(bytesIn, bytesOut));
        }
    }
}
