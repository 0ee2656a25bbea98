package dev.plimsoll.ingest.scan.layer;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads tar headers (ustar, GNU, pax) and skips or gives content, in constant memory. Only what
 * says where a file lies is understood; times, owners, extended attributes and sparse maps are
 * skipped unread, whatever their size (CVE-2023-42503, CVE-2025-58183).
 */
public final class TarReader {

    private static final int BLOCK = 512;

    /** Of a path or link; Linux knows no longer ones. */
    private static final int MAX_NAME = 64 * 1024;

    /** Of a pax header that is looked at; Go's and GNU's readers stop at 1 MiB as well. */
    private static final int MAX_PAX = 1024 * 1024;

    private final LayerBytes input;
    private final long maxEntries;
    private final byte[] header = new byte[BLOCK];
    private final InputStream content = new EntryContent();
    private long entries;

    /** Content and padding of the present entry that nobody has read. */
    private long left;

    private long padding;

    public TarReader(LayerBytes input, long maxEntries) {
        this.input = input;
        this.maxEntries = maxEntries;
    }

    /** The next entry, null at the end of the archive. */
    public @Nullable TarEntry next() throws IOException {
        String longPath = null;
        String longLink = null;
        var pax = Pax.NONE;
        while (true) {
            skip(left + padding);
            left = 0;
            padding = 0;
            int count = input.readNBytes(header, 0, BLOCK);
            if (count == 0 || (count == BLOCK && isZero(header))) {
                return end(longPath, longLink, pax);
            }
            if (count < BLOCK) {
                throw corrupt("it ends in the middle of a header");
            }
            if (++entries > maxEntries) {
                throw new ImageRefusedException(
                        Reason.LIMIT_ENTRIES, "more than %d entries".formatted(maxEntries));
            }
            verifyChecksum();
            long size = number(124, 12);
            byte type = header[156];
            setContent(size);
            switch (type) {
                case 'L' -> longPath = longName(size);
                case 'K' -> longLink = longName(size);
                case 'x' -> pax = Pax.parse(content(size, MAX_PAX, "a pax header"));
                case 'g', 'V', 'M', 'N' -> {
                    // Names that hold for the rest of an archive are not used in layers.
                }
                default -> {
                    return entry(type, longPath, longLink, pax, size);
                }
            }
        }
    }

    /**
     * The content of the entry that {@link #next()} gave, from where it was left; what is not read
     * of it is skipped. The same object for every entry, so nobody keeps it. Closing it does
     * nothing.
     */
    public InputStream content() {
        return content;
    }

    private TarEntry entry(
            byte type, @Nullable String longPath, @Nullable String longLink, Pax pax, long size)
            throws IOException {
        var path = longPath != null ? longPath : pax.path() != null ? pax.path() : headerPath();
        var link = longLink != null ? longLink : pax.link() != null ? pax.link() : text(157, 100);
        long real = pax.size() >= 0 ? pax.size() : size;
        if (path.length() > MAX_NAME || link.length() > MAX_NAME) {
            throw corrupt(
                    "a path of %d characters".formatted(Math.max(path.length(), link.length())));
        }
        var kind =
                switch (type) {
                    case 0, '0', '7' ->
                            path.endsWith("/") ? TarEntry.Kind.DIRECTORY : TarEntry.Kind.FILE;
                    case '1' -> TarEntry.Kind.HARD_LINK;
                    case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
                    case '5' -> TarEntry.Kind.DIRECTORY;
                    case 'S' -> TarEntry.Kind.SPARSE;
                    default -> TarEntry.Kind.OTHER;
                };
        switch (kind) {
            case FILE -> setContent(real);
            case OTHER -> {
                setContent(type == '3' || type == '4' || type == '6' ? 0 : real);
            }
            case SPARSE -> {
                setContent(real);
                skipSparseMap();
            }
            // Some writers give links and directories the size of what they stand for.
            case DIRECTORY, SYMBOLIC_LINK -> setContent(0);
            case HARD_LINK -> setContent(0);
        }
        var normalised = TarEntry.normalise(path);
        if (pax.sparse() && kind == TarEntry.Kind.FILE) {
            kind = TarEntry.Kind.SPARSE;
        }
        return new TarEntry(normalised, kind, link, left, mode());
    }

    /**
     * Permissions decide nothing but what is looked at, so nonsense is none rather than corrupt.
     */
    private int mode() {
        int mode = 0;
        for (int i = 100; i < 108; i++) {
            if (header[i] >= '0' && header[i] <= '7') {
                mode = mode << 3 | (header[i] - '0');
            }
        }
        return mode & 07777;
    }

    private @Nullable TarEntry end(@Nullable String longPath, @Nullable String longLink, Pax pax) {
        if (longPath != null || longLink != null || pax != Pax.NONE) {
            throw corrupt("a long name without its entry");
        }
        return null;
    }

    private void setContent(long size) {
        left = size;
        padding = (BLOCK - (size % BLOCK)) % BLOCK;
    }

    private String longName(long size) throws IOException {
        var bytes = content(size, MAX_NAME + 1, "a long name");
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private byte[] content(long size, int limit, String what) throws IOException {
        if (size > limit) {
            throw corrupt("%s of %d bytes".formatted(what, size));
        }
        var bytes = input.readNBytes((int) size);
        if (bytes.length < size) {
            throw corrupt("it ends in the middle of " + what);
        }
        left = 0;
        return bytes;
    }

    /** The old GNU format continues its map in blocks after the header; the last one says so. */
    private void skipSparseMap() throws IOException {
        byte more = header[482];
        while (more != 0) {
            if (input.readNBytes(header, 0, BLOCK) < BLOCK) {
                throw corrupt("it ends in the middle of a sparse map");
            }
            more = header[504];
        }
    }

    private void skip(long bytes) throws IOException {
        if (!input.skipFully(bytes)) {
            throw corrupt("it ends in the middle of a file");
        }
    }

    private String headerPath() {
        var name = text(0, 100);
        boolean ustar =
                header[257] == 'u'
                        && header[258] == 's'
                        && header[259] == 't'
                        && header[260] == 'a'
                        && header[261] == 'r'
                        && header[262] == 0;
        if (!ustar || header[345] == 0) {
            return name;
        }
        return text(345, 155) + "/" + name;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    /** Octal, or base 256 when the first bit is set. */
    private long number(int offset, int length) {
        if ((header[offset] & 0x80) != 0) {
            if (header[offset] != (byte) 0x80) {
                throw corrupt("a negative or enormous size");
            }
            long value = 0;
            for (int i = offset + 1; i < offset + length; i++) {
                if (value >>> 54 != 0) {
                    throw corrupt("an enormous size");
                }
                value = value << 8 | (header[i] & 0xFF);
            }
            return value;
        }
        long value = 0;
        boolean started = false;
        for (int i = offset; i < offset + length; i++) {
            byte digit = header[i];
            if (digit == 0 || digit == ' ') {
                if (started) {
                    break;
                }
            } else if (digit >= '0' && digit <= '7') {
                started = true;
                value = value << 3 | (digit - '0');
            } else {
                throw corrupt(
                        "a size that is no number: '%s'"
                                .formatted(Printable.of(text(offset, length))));
            }
        }
        return value;
    }

    /** Writers disagree whether bytes are signed, so both sums are right. */
    private void verifyChecksum() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            byte b = i >= 148 && i < 156 ? (byte) ' ' : header[i];
            unsigned += b & 0xFF;
            signed += b;
        }
        long claimed = number(148, 8);
        if (claimed != unsigned && claimed != signed) {
            throw corrupt("the checksum of a header does not match");
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    public static ImageRefusedException corrupt(String how) {
        return new ImageRefusedException(Reason.CORRUPT_TAR, "broken tar: " + how);
    }

    private final class EntryContent extends InputStream {

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = input.read(buffer, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw corrupt("it ends in the middle of a file");
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = Math.clamp(bytes, 0, left);
            TarReader.this.skip(skipped);
            left -= skipped;
            return skipped;
        }
    }
}
