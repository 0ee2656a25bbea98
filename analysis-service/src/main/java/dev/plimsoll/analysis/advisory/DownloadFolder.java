package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * The private folder of downloads: the last good content of each feed, which is read again when
 * there is no network, and what is there of a download that broke.
 *
 * <p>Contents are never written over. The notes of a feed name the one that counts and are replaced
 * in one step, so after a crash they name a whole file, the old or the new.
 */
final class DownloadFolder {

    /**
     * The last good content.
     *
     * @param checkedAt when the server last said that it is the newest
     */
    record Kept(Path content, Validators validators, Instant checkedAt) {}

    /**
     * The beginning of a content.
     *
     * @param validators of the content it is a part of
     */
    record Part(long bytes, Validators validators) {}

    private final Path folder;

    /**
     * @param folder made when it is needed
     */
    DownloadFolder(Path folder) {
        this.folder = folder;
    }

    private void make() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Optional<Kept> kept(Feed.Download feed) throws IOException {
        var notes = notes(file(feed, ".properties"));
        var name = notes.getProperty("content", "");
        var content = folder.resolve(name);
        if (!name.startsWith(prefix(feed)) || !Files.isRegularFile(content)) {
            return Optional.empty();
        }
        if (!String.valueOf(Files.size(content)).equals(notes.getProperty("bytes"))) {
            return Optional.empty();
        }
        return Optional.of(new Kept(content, validators(notes), checkedAt(notes)));
    }

    private static Instant checkedAt(Properties notes) {
        try {
            return Instant.parse(notes.getProperty("checked", ""));
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    /** Where a download is written to; survives a restart. */
    Path partFile(Feed.Download feed) {
        return file(feed, ".part");
    }

    /** What can be continued of a download that broke. */
    Optional<Part> part(Feed.Download feed) throws IOException {
        var part = partFile(feed);
        if (!Files.isRegularFile(part)) {
            return Optional.empty();
        }
        var validators = validators(notes(file(feed, ".part.properties")));
        long bytes = Files.size(part);
        return bytes == 0 || validators.ifRange().isEmpty()
                ? Optional.empty()
                : Optional.of(new Part(bytes, validators));
    }

    /** Before the first byte of a content is written to {@link #partFile}. */
    void begin(Feed.Download feed, Validators validators) throws IOException {
        make();
        dropPart(feed);
        write(file(feed, ".part.properties"), properties(validators));
    }

    void dropPart(Feed.Download feed) throws IOException {
        Files.deleteIfExists(file(feed, ".part.properties"));
        Files.deleteIfExists(partFile(feed));
    }

    /** What was downloaded is good: from now on it is the content that counts. */
    void keep(Feed.Download feed, Validators validators, Instant now) throws IOException {
        var before = kept(feed);
        var part = partFile(feed);
        flush(part);
        var content = folder.resolve(prefix(feed) + UUID.randomUUID() + ".content");
        Files.move(part, content, StandardCopyOption.ATOMIC_MOVE);
        write(file(feed, ".properties"), notes(content, Files.size(content), validators, now));
        Files.deleteIfExists(file(feed, ".part.properties"));
        if (before.isPresent()) {
            Files.deleteIfExists(before.get().content());
        }
    }

    /** What counts as content is not, after all. */
    void forget(Feed.Download feed) throws IOException {
        var kept = kept(feed);
        Files.deleteIfExists(file(feed, ".properties"));
        if (kept.isPresent()) {
            Files.deleteIfExists(kept.get().content());
        }
    }

    /** The server says that the content that counts is the newest. */
    void checked(Feed.Download feed, Kept kept, Instant now) throws IOException {
        write(
                file(feed, ".properties"),
                notes(kept.content(), Files.size(kept.content()), kept.validators(), now));
    }

    private static Properties notes(
            Path content, long bytes, Validators validators, Instant checked) {
        var notes = properties(validators);
        notes.setProperty("content", content.getFileName().toString());
        notes.setProperty("bytes", String.valueOf(bytes));
        notes.setProperty("checked", checked.toString());
        return notes;
    }

    private static Properties properties(Validators validators) {
        var notes = new Properties();
        notes.setProperty("etag", validators.etag());
        notes.setProperty("modified", validators.modified());
        return notes;
    }

    private static Validators validators(Properties notes) {
        return new Validators(notes.getProperty("etag", ""), notes.getProperty("modified", ""));
    }

    /** None if there are none, or none that can be read. */
    private static Properties notes(Path file) throws IOException {
        var notes = new Properties();
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            notes.load(in);
        } catch (NoSuchFileException | IllegalArgumentException _) {
            return new Properties();
        }
        return notes;
    }

    private void write(Path file, Properties notes) throws IOException {
        var written = folder.resolve(file.getFileName() + ".new");
        try (var out = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
            notes.store(out, null);
        }
        flush(written);
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void flush(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Path file(Feed.Download feed, String ending) {
        return folder.resolve(prefix(feed) + ending);
    }

    /** Readable, without anything a file name could be abused for, and one for each address. */
    private static String prefix(Feed.Download feed) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(feed.uri().toString().getBytes(StandardCharsets.UTF_8));
            var name = feed.name().replaceAll("[^A-Za-z0-9]+", "-");
            return name.substring(0, Math.min(name.length(), 40))
                    + "-"
                    + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
