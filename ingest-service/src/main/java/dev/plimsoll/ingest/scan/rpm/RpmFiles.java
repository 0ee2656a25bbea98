package dev.plimsoll.ingest.scan.rpm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The paths a package owns, without a leading slash. They are kept as rpm writes them, directories
 * and names apart, and put together while somebody goes through them: a large image has hundreds of
 * thousands.
 *
 * <p>They are what the database says, "." and ".." included: names to compare, never to open.
 */
public final class RpmFiles implements Iterable<String> {

    /**
     * How many times longer the paths may be than what they are put together of. Deep trees have
     * 10; a file could give one long directory to a million names.
     */
    private static final long MAX_EXPANSION = 64;

    public static final RpmFiles NONE = new RpmFiles(0, new byte[0], new byte[0], 0, new byte[0]);

    private final int count;
    private final byte[] names;
    private final byte[] directoryOfName;
    private final int directoryCount;
    private final byte[] directories;

    private RpmFiles(
            int count,
            byte[] names,
            byte[] directoryOfName,
            int directoryCount,
            byte[] directories) {
        this.count = count;
        this.names = names;
        this.directoryOfName = directoryOfName;
        this.directoryCount = directoryCount;
        this.directories = directories;
    }

    /**
     * @param directoryOfName for each name the place of its directory in the list of directories
     */
    static RpmFiles of(Texts names, Bytes directoryOfName, Texts directories)
            throws DamagedException {
        if (directoryOfName.length() != 4L * names.count()) {
            throw new DamagedException(
                    "%d file names have %d directories"
                            .formatted(names.count(), directoryOfName.length() / 4));
        }
        if (directories.count() > names.count()) {
            throw new DamagedException(
                    "%d directories for %d files".formatted(directories.count(), names.count()));
        }
        var files =
                new RpmFiles(
                        names.count(),
                        names.toArray(),
                        directoryOfName.copy(0, directoryOfName.length()),
                        directories.count(),
                        directories.toArray());
        files.check(directoryOfName);
        return files;
    }

    /** Of a header that still has whole paths, as rpm before version 4 wrote them. */
    static RpmFiles of(Texts paths) {
        return paths.count() == 0
                ? NONE
                : new RpmFiles(paths.count(), paths.toArray(), new byte[0], 0, new byte[0]);
    }

    private void check(Bytes directoryOfName) throws DamagedException {
        var starts = directoryStarts();
        long stored = (long) names.length + directories.length + directoryOfName.length();
        long written = names.length;
        for (int at = 0; at < directoryOfName.length(); at += 4) {
            long directory = directoryOfName.u32(at);
            if (directory >= directoryCount) {
                throw new DamagedException(
                        "a file is in directory %d of %d".formatted(directory, directoryCount));
            }
            written += starts[(int) directory + 1] - starts[(int) directory];
        }
        if (written > MAX_EXPANSION * stored) {
            throw new DamagedException(
                    "paths of %d bytes are made of %d".formatted(written, stored));
        }
    }

    private int[] directoryStarts() {
        var starts = new int[directoryCount + 1];
        for (int i = 0; i < directoryCount; i++) {
            starts[i + 1] = end(directories, starts[i]) + 1;
        }
        return starts;
    }

    private static int end(byte[] texts, int start) {
        int end = start;
        while (texts[end] != 0) {
            end++;
        }
        return end;
    }

    public int count() {
        return count;
    }

    @Override
    public Iterator<String> iterator() {
        return new Paths();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RpmFiles that
                && count == that.count
                && Arrays.equals(names, that.names)
                && Arrays.equals(directoryOfName, that.directoryOfName)
                && Arrays.equals(directories, that.directories);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(directories);
    }

    @Override
    public String toString() {
        return count + " files";
    }

    private final class Paths implements Iterator<String> {

        private final int[] directoryStarts = directoryStarts();
        private int next;
        private int nameStart;

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int nameEnd = end(names, nameStart);
            var path = directory(next++) + text(names, nameStart, nameEnd);
            nameStart = nameEnd + 1;
            int slashes = 0;
            while (slashes < path.length() && path.charAt(slashes) == '/') {
                slashes++;
            }
            return path.substring(slashes);
        }

        private String directory(int file) {
            if (directoryOfName.length == 0) {
                return "";
            }
            int at = 4 * file;
            int directory =
                    (directoryOfName[at] & 0xff) << 24
                            | (directoryOfName[at + 1] & 0xff) << 16
                            | (directoryOfName[at + 2] & 0xff) << 8
                            | directoryOfName[at + 3] & 0xff;
            return text(
                    directories, directoryStarts[directory], directoryStarts[directory + 1] - 1);
        }

        private static String text(byte[] texts, int start, int end) {
            return new String(texts, start, end - start, StandardCharsets.UTF_8);
        }
    }
}
