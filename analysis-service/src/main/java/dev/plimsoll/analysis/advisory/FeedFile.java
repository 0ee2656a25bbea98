package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A feed whose content is at hand.
 *
 * @param stamp differs when the content does
 * @param temporary the content is a download, deleted on close
 */
record FeedFile(Feed feed, Path content, String stamp, boolean temporary) implements AutoCloseable {

    /**
     * A file that somebody writes to while it is read is no feed yet.
     *
     * @throws FeedRefusedException if it is not what it was
     */
    void requireUnchanged() throws IOException {
        if (!temporary && !FeedFetcher.stamp(content).equals(stamp)) {
            throw new FeedRefusedException("it changed while it was read");
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.deleteIfExists(content);
        } catch (IOException e) {
            throw new UncheckedIOException("deleting the download '%s'".formatted(content), e);
        }
    }
}
