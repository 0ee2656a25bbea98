package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A feed whose content is at hand.
 *
 * @param stamp differs when the content does
 * @param checkedAt when it was last known to be the newest
 */
record FeedFile(Feed feed, Path content, String stamp, Instant checkedAt, Kind kind) {

    enum Kind {
        /** Somebody else's file on this machine. */
        LOCAL,
        /** A download that has to prove itself. */
        NEW,
        /** The last good download, read again. */
        KEPT
    }

    /**
     * A file that somebody writes to while it is read is no feed yet.
     *
     * @throws FeedRefusedException if it is not what it was
     */
    void requireUnchanged() throws IOException {
        if (kind == Kind.LOCAL && !FeedFetcher.stamp(content).equals(stamp)) {
            throw new FeedRefusedException("it changed while it was read");
        }
    }
}
