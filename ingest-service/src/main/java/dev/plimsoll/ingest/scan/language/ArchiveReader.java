package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads Java archives and Python's zipped packages, also inside each other. */
final class ArchiveReader {

    /** Of an entry that names a further archive or a package. */
    private static final int LONGEST_NAME = 4 * 1024;

    private final LanguageLimits limits;
    private final Discovery discovery;
    private final ArchiveBudget budget;

    private ArchiveReader(LanguageLimits limits, Discovery discovery) {
        this.limits = limits;
        this.discovery = discovery;
        this.budget = new ArchiveBudget(limits);
    }

    static void read(
            String path,
            FileKind kind,
            InputStream content,
            LanguageLimits limits,
            Discovery discovery)
            throws IOException {
        var reader = new ArchiveReader(limits, discovery);
        reader.read(path, kind, reader.new Received(content), 1);
    }

    private void read(String path, FileKind kind, InputStream content, int depth)
            throws IOException {
        boolean java = kind == FileKind.JAVA_ARCHIVE;
        var jar = new JarContents(path, discovery);
        int before = discovery.packageCount();
        boolean complete = false;
        try (var zip =
                new ZipStream(
                        content, budget, (flaw, problem) -> report(path, java, flaw, problem))) {
            for (var entry = zip.next(); entry != null; entry = zip.next()) {
                take(path, entry, jar, depth);
            }
            complete = true;
        } finally {
            // What was found counts, also where a limit ended the reading.
            if (java) {
                jar.tell();
            }
        }
        if (complete && !java && discovery.packageCount() == before) {
            discovery.gap(
                    Reason.LANGUAGE_PACKAGE_UNNAMED, path, "it holds no metadata of a package");
        }
    }

    private void take(String path, ZipStream.Entry entry, JarContents jar, int depth)
            throws IOException {
        var name = entry.name();
        var kind = FileKind.of(name);
        switch (kind) {
            case JAVA_ARCHIVE, PYTHON_ARCHIVE -> {
                if (name.length() > LONGEST_NAME) {
                    discovery.unreadable(path, "an entry's name is too long");
                } else if (depth >= limits.depth()) {
                    discovery.gap(
                            Reason.LIMIT_ARCHIVE,
                            path + "!" + name,
                            "the archive number %d inside each other is not opened"
                                    .formatted(depth + 1));
                } else {
                    read(path + "!" + name, kind, entry, depth + 1);
                }
            }
            case PYTHON_METADATA -> {
                if (name.length() > LONGEST_NAME) {
                    discovery.unreadable(path, "an entry's name is too long");
                } else {
                    readMetadata(path + "!" + name, entry);
                }
            }
            case NPM_PACKAGE, NPM_LOCK, YARN_LOCK, PNPM_LOCK, PROGRAM, NONE ->
                    jar.take(name, entry, limits);
        }
    }

    private void readMetadata(String path, InputStream content) throws IOException {
        try {
            PythonMetadata.read(path, content, limits, discovery);
        } catch (LimitReachedException e) {
            if (e.reason() == Reason.LIMIT_ARCHIVE) {
                throw e;
            }
            discovery.gap(e.reason(), path, e.problem());
        }
    }

    private void report(String path, boolean java, ZipStream.Flaw flaw, String problem) {
        var reason =
                switch (flaw) {
                    case UNREADABLE ->
                            java ? Reason.JAR_UNREADABLE : Reason.LANGUAGE_FILE_UNREADABLE;
                    case INCONSISTENT ->
                            java ? Reason.JAR_INCONSISTENT : Reason.LANGUAGE_FILE_UNREADABLE;
                };
        discovery.gap(reason, path, problem);
    }

    /** Tells the budget how much of the file itself was read. */
    private final class Received extends FilterInputStream {

        private Received(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                budget.received(1);
            }
            return read;
        }

        @Override
        public int read(byte[] output, int offset, int length) throws IOException {
            int read = super.read(output, offset, length);
            if (read > 0) {
                budget.received(read);
            }
            return read;
        }
    }
}
