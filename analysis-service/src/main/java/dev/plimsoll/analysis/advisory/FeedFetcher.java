package dev.plimsoll.analysis.advisory;

import dev.plimsoll.analysis.advisory.FeedFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Brings the content of a feed to this machine, if it changed. */
final class FeedFetcher implements AutoCloseable {

    private final DownloadFolder folder;
    private final FeedDownload download;
    private final long maxBytes;
    private final Clock clock;

    /**
     * @param maxBytes a larger feed, as it lies there, is refused
     */
    FeedFetcher(DownloadFolder folder, DownloadRules rules, long maxBytes, Clock clock) {
        this.folder = folder;
        this.download = new FeedDownload(folder, rules, maxBytes);
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * @param lastStamp of the content that was read last; null to get it in any case
     * @throws IOException if it cannot be read, or the server does not give it and nothing is kept
     * @throws FeedRefusedException if it is too large
     */
    Fetched fetch(Feed feed, @Nullable String lastStamp) throws IOException, InterruptedException {
        return switch (feed) {
            case Feed.LocalFile file -> open(file, lastStamp);
            case Feed.Download remote -> download(remote, lastStamp);
        };
    }

    private Fetched open(Feed.LocalFile file, @Nullable String lastStamp) throws IOException {
        var stamp = stamp(file.path());
        if (stamp.equals(lastStamp)) {
            return new Fetched.Unchanged(now());
        }
        if (Files.size(file.path()) > maxBytes) {
            throw new FeedRefusedException("it is larger than %d bytes".formatted(maxBytes));
        }
        return new Fetched.Content(new FeedFile(file, file.path(), stamp, now(), Kind.LOCAL), null);
    }

    /** Of a file on this machine: its size and the time of its last change. */
    static String stamp(Path path) throws IOException {
        return "%d bytes of %s".formatted(Files.size(path), Files.getLastModifiedTime(path));
    }

    private Fetched download(Feed.Download feed, @Nullable String lastStamp)
            throws IOException, InterruptedException {
        var kept = folder.kept(feed);
        var known =
                lastStamp == null
                        ? kept.map(DownloadFolder.Kept::validators).orElse(Validators.NONE)
                        : Validators.parse(lastStamp);
        try {
            var newest = download.get(feed, known);
            if (newest.isPresent()) {
                return new Fetched.Content(
                        new FeedFile(
                                feed, folder.partFile(feed), newest.get().stamp(), now(), Kind.NEW),
                        null);
            }
        } catch (IOException e) {
            if (lastStamp != null || kept.isEmpty()) {
                throw e;
            }
            return new Fetched.Content(file(feed, kept.get(), kept.get().checkedAt()), e);
        }
        if (kept.isPresent() && kept.get().validators().equals(known)) {
            folder.checked(feed, kept.get(), now());
        }
        return lastStamp == null
                ? new Fetched.Content(file(feed, kept.orElseThrow(), now()), null)
                : new Fetched.Unchanged(now());
    }

    private static FeedFile file(Feed.Download feed, DownloadFolder.Kept kept, Instant checkedAt) {
        return new FeedFile(feed, kept.content(), kept.validators().stamp(), checkedAt, Kind.KEPT);
    }

    /** The content was taken: it is what is read again after a restart. */
    void keep(FeedFile file) throws IOException {
        if (file.kind() == Kind.NEW && file.feed() instanceof Feed.Download feed) {
            folder.keep(feed, Validators.parse(file.stamp()), file.checkedAt());
        }
    }

    /** The content was refused. */
    void discard(FeedFile file) throws IOException {
        if (!(file.feed() instanceof Feed.Download feed)) {
            return;
        }
        switch (file.kind()) {
            case NEW -> folder.dropPart(feed);
            case KEPT -> folder.forget(feed);
            case LOCAL -> throw new IllegalStateException("a download is no local file");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        download.close();
    }
}
