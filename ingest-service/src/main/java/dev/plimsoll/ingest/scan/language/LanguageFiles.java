package dev.plimsoll.ingest.scan.language;

import java.io.IOException;
import java.io.InputStream;

/** Finds the packages that a file of an image names. */
public final class LanguageFiles {

    private static final int EXECUTABLE = 0111;

    /** An ELF header alone has 52 bytes. */
    private static final int SMALLEST_PROGRAM = 52;

    private LanguageFiles() {}

    /**
     * Whether a file may name packages, or be a program, judged from outside: cheap enough for
     * every file of a layer.
     *
     * @param path normalised, without a leading slash; one character for each byte (ISO-8859-1)
     * @param mode with the permission bits of a tar header
     * @param size in bytes
     */
    public static boolean mayTell(String path, int mode, long size) {
        return kind(path, mode, size) != FileKind.NONE;
    }

    /**
     * Reads a file in one pass, in memory that does not depend on its size. The content need not be
     * read to its end, and is not closed.
     *
     * @param path as for {@link #mayTell}
     * @throws IOException only what {@code content} itself throws; whatever the content is becomes
     *     packages and gaps
     */
    public static LanguageReading read(
            String path, int mode, long size, InputStream content, LanguageLimits limits)
            throws IOException {
        var discovery = new Discovery(limits.packages());
        var program = Program.NONE;
        var kind = kind(path, mode, size);
        try {
            switch (kind) {
                case PYTHON_METADATA -> PythonMetadata.read(path, content, limits, discovery);
                case JAVA_ARCHIVE, PYTHON_ARCHIVE ->
                        ArchiveReader.read(path, kind, content, limits, discovery);
                case NPM_PACKAGE -> NpmManifest.read(path, content, limits, discovery);
                case NPM_LOCK -> NpmLock.read(path, content, limits, discovery);
                case YARN_LOCK -> YarnLock.read(path, content, limits, discovery);
                case PNPM_LOCK -> PnpmLock.read(path, content, limits, discovery);
                case PROGRAM -> program = ProgramReader.read(path, content, limits, discovery);
                case NONE -> {}
            }
        } catch (LimitReachedException e) {
            discovery.gap(e.reason(), path, e.problem());
        }
        return discovery.reading(program);
    }

    private static FileKind kind(String path, int mode, long size) {
        var kind = FileKind.of(path);
        if (kind == FileKind.NONE && (mode & EXECUTABLE) != 0) {
            kind = FileKind.PROGRAM;
        }
        return kind == FileKind.PROGRAM && size < SMALLEST_PROGRAM ? FileKind.NONE : kind;
    }
}
