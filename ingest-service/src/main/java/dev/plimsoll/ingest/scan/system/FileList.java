package dev.plimsoll.ingest.scan.system;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;

/** Reads which files a dpkg package owns. */
public final class FileList {

    /** Debian's largest package has some 60,000 files. */
    private static final int MAX_FILES = 2_000_000;

    private static final int MD5 = 32;

    private FileList() {}

    /**
     * {@code var/lib/dpkg/info/NAME[:ARCHITECTURE].list}: a path per line.
     *
     * @param name of the file
     */
    public static OwnedFiles readList(String name, InputStream content) throws IOException {
        var owner = name.substring(0, name.length() - ".list".length());
        int colon = owner.indexOf(':');
        return new OwnedFiles(
                colon < 0 ? owner : owner.substring(0, colon),
                colon < 0 ? "" : owner.substring(colon + 1),
                read(content, 0));
    }

    /**
     * {@code var/lib/dpkg/status.d/NAME.md5sums} of distroless: checksum, two blanks, path.
     *
     * @param name of the file; the package's is in the file beside it
     */
    public static OwnedFiles readChecksums(String name, InputStream content) throws IOException {
        return new OwnedFiles(
                name.substring(0, name.length() - ".md5sums".length()), "", read(content, MD5 + 2));
    }

    private static long[] read(InputStream content, int from) throws IOException {
        var lines = new Lines(content);
        var paths = new PathNumbers();
        while (lines.advance()) {
            if (lines.length() > from) {
                paths.add(lines.pathHash(from));
                if (paths.size() > MAX_FILES) {
                    throw new ImageRefusedException(
                            Reason.LIMIT_PKGDB,
                            "a package of more than %d files".formatted(MAX_FILES));
                }
            }
        }
        return paths.toArray();
    }
}
