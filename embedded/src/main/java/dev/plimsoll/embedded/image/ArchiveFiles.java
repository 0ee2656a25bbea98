package dev.plimsoll.embedded.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The files of an archive by name, wherever they lie. A name is only ever looked up, never joined
 * to a path of this machine: nothing is unpacked, and nothing outside the archive can be named.
 */
sealed interface ArchiveFiles extends AutoCloseable {

    /**
     * Opens a folder, a tar or a gzip-compressed tar, which is unpacked into one temporary file.
     */
    static ArchiveFiles open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new Folder(path);
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new ArchiveException(path, "no such file or folder, or not readable");
        }
        byte[] head;
        try (var in = Files.newInputStream(path)) {
            head = in.readNBytes(4);
        }
        return switch (Compression.of(head)) {
            case GZIP -> Tar.ofGzip(path);
            case NONE -> Tar.of(path, path);
            case ZSTD ->
                    throw new ArchiveException(
                            path, "an archive packed with zstd: unpack it first");
        };
    }

    Optional<File> find(String name) throws IOException;

    @Override
    void close() throws IOException;

    record File(long size, Blob.Source source) {

        /** The whole content, for the small files that describe the others. */
        byte[] read(int limit) throws IOException {
            if (size > limit) {
                throw new IOException("%d bytes, and at most %d are read".formatted(size, limit));
            }
            try (var in = source.open()) {
                return in.readNBytes(limit);
            }
        }
    }

    record Folder(Path path) implements ArchiveFiles {

        @Override
        public Optional<File> find(String name) throws IOException {
            var root = path.toRealPath();
            var file = root.resolve(name).normalize();
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (!file.toRealPath().startsWith(root)) {
                throw new ArchiveException(path, "'%s' is a link to outside of it".formatted(name));
            }
            return Optional.of(new File(Files.size(file), () -> Files.newInputStream(file)));
        }

        @Override
        public void close() {}
    }

    final class Tar implements ArchiveFiles {

        private static final int MOST_ENTRIES = 1_000_000;
        private static final int MOST_LINKS = 8;

        private final TarFile tar;
        private final Optional<Path> temporary;
        private final Map<String, TarArchiveEntry> entries = new HashMap<>();

        private Tar(TarFile tar, Optional<Path> temporary) {
            this.tar = tar;
            this.temporary = temporary;
        }

        static Tar of(Path path, Path file) throws IOException {
            return of(path, file, Optional.empty());
        }

        static Tar ofGzip(Path path) throws IOException {
            var unpacked = Files.createTempFile("plimsoll-", ".tar");
            try (var in =
                            new GZIPInputStream(
                                    new BufferedInputStream(Files.newInputStream(path)), 1 << 16);
                    var out = Files.newOutputStream(unpacked)) {
                in.transferTo(out);
            } catch (IOException e) {
                Files.delete(unpacked);
                throw new ArchiveException(path, "the gzip stream is broken: " + e.getMessage(), e);
            }
            try {
                return of(path, unpacked, Optional.of(unpacked));
            } catch (IOException e) {
                Files.delete(unpacked);
                throw e;
            }
        }

        private static Tar of(Path path, Path file, Optional<Path> temporary) throws IOException {
            TarFile opened;
            try {
                opened = new TarFile(file);
            } catch (IOException | IllegalArgumentException e) {
                throw new ArchiveException(
                        path, "neither a tar nor a gzip-compressed tar: " + e.getMessage(), e);
            }
            var tar = new Tar(opened, temporary);
            for (var entry : opened.getEntries()) {
                if (tar.entries.size() >= MOST_ENTRIES) {
                    opened.close();
                    throw new ArchiveException(
                            path, "more than %d entries".formatted(MOST_ENTRIES));
                }
                tar.entries.put(normal(entry.getName()), entry);
            }
            return tar;
        }

        @Override
        public Optional<File> find(String name) throws IOException {
            var wanted = normal(name);
            for (var links = 0; links <= MOST_LINKS; links++) {
                var entry = entries.get(wanted);
                if (entry == null) {
                    return Optional.empty();
                }
                if (entry.isSymbolicLink()) {
                    // Old Docker saved a layer that two images share once, and a link to it.
                    wanted = normal(wanted + "/../" + entry.getLinkName());
                } else if (entry.isLink()) {
                    wanted = normal(entry.getLinkName());
                } else if (entry.isFile()) {
                    return Optional.of(new File(entry.getSize(), () -> content(entry)));
                } else {
                    return Optional.empty();
                }
            }
            throw new IOException("'%s' is a link of links without end".formatted(name));
        }

        private InputStream content(TarArchiveEntry entry) throws IOException {
            return new BufferedInputStream(tar.getInputStream(entry), 1 << 16);
        }

        @Override
        public void close() throws IOException {
            tar.close();
            if (temporary.isPresent()) {
                Files.deleteIfExists(temporary.get());
            }
        }

        /** Without "." and "..", which stop at the archive's root. */
        private static String normal(String name) {
            var parts = new ArrayDeque<String>();
            for (var part : name.split("/", -1)) {
                switch (part) {
                    case "", "." -> {}
                    case ".." -> parts.pollLast();
                    default -> parts.addLast(part);
                }
            }
            return String.join("/", parts);
        }
    }
}
