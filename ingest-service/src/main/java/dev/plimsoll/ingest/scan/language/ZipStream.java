package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.reference.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip archive as they stream by (APPNOTE.TXT of PKWARE), and then what the central
 * directory behind them says: whatever the two say differently is reported.
 *
 * <p>Reading never stops for what the archive is: behind something unreadable it goes on at the
 * next thing that looks like an entry, so that nothing hides behind a broken one.
 */
final class ZipStream implements AutoCloseable {

    /** What can be wrong with an archive. */
    enum Flaw {
        /** A part of it cannot be read. */
        UNREADABLE,
        /** It says two things, and readers may believe either. */
        INCONSISTENT
    }

    private static final long ENTRY = 0x04034B50L;
    private static final long NAMED = 0x02014B50L;
    private static final long END = 0x06054B50L;
    private static final long END_64 = 0x06064B50L;
    private static final long LOCATOR_64 = 0x07064B50L;
    private static final long DESCRIPTOR = 0x08074B50L;
    private static final long SIGNATURE = 0x05054B50L;
    private static final long IN_ZIP64 = 0xFFFFFFFFL;

    /** A header with the longest name and the longest extra field fits in. */
    private static final int WINDOW = 160 * 1024;

    /** With a signature, and sizes of 4 bytes. */
    private static final int DESCRIPTOR_LENGTH = 16;

    private static final int DESCRIPTOR_AND_NEXT = DESCRIPTOR_LENGTH + 4;

    /** How far ends may be looked for in vain, beside the bytes that were read. */
    private static final long VAIN_SEARCH = 16 << 20;

    private static final int ENCRYPTED = 1;
    private static final int HAS_DESCRIPTOR = 1 << 3;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final ByteWindow window;
    private final ArchiveBudget budget;
    private final BiConsumer<Flaw, String> flaws;
    private final Inflater inflater = new Inflater(true);
    private final byte[] drained = new byte[8 * 1024];
    private ZipDirectory directory = new ZipDirectory(0);
    private @Nullable Entry entry;
    private boolean anyEntry;
    private long searchedInVain;

    ZipStream(InputStream content, ArchiveBudget budget, BiConsumer<Flaw, String> flaws) {
        this.window = new ByteWindow(content, WINDOW);
        this.budget = budget;
        this.flaws = flaws;
    }

    /**
     * Goes to the next entry; what was not read of the present one is skipped.
     *
     * @return null at the archive's end
     */
    @Nullable Entry next() throws IOException {
        if (entry != null) {
            entry.finish();
            entry = null;
        }
        while (window.has(4)) {
            long signature = window.u32(0);
            if (signature == ENTRY && window.has(30)) {
                entry = readHeader();
                if (entry != null) {
                    anyEntry = true;
                    budget.spendEntry();
                    return entry;
                }
            } else if (signature == NAMED || signature == END) {
                long start = window.offset();
                readDirectory();
                if (window.offset() == start) {
                    window.step(1);
                }
                if (!seekBehindEnd()) {
                    return null;
                }
            } else if (!seekEntry()) {
                break;
            }
        }
        flaws.accept(
                Flaw.UNREADABLE, anyEntry ? "it ends without a directory" : "it is no zip archive");
        return null;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private @Nullable Entry readHeader() throws IOException {
        int nameLength = window.u16(26);
        int extraLength = window.u16(28);
        int header = 30 + nameLength + extraLength;
        if (!window.has(header)) {
            window.step(window.available());
            return null;
        }
        var read =
                new Entry(
                        window.offset(),
                        window.latin1(30, nameLength),
                        ZipDirectory.hash(window.buffer(), window.position() + 30, nameLength),
                        window.u16(6),
                        window.u16(8),
                        window.u32(14),
                        Sizes.read(
                                window,
                                window.u32(22),
                                window.u32(18),
                                30 + nameLength,
                                extraLength));
        window.step(header);
        return read;
    }

    /** Steps to the next entry or directory. Bytes before the first entry may be a script. */
    private boolean seekEntry() throws IOException {
        long from = window.offset();
        window.step(1); // what is here was no use, be it a signature or not
        boolean found = seek();
        if (!anyEntry) {
            directory = new ZipDirectory(window.offset());
        } else {
            flaws.accept(
                    Flaw.INCONSISTENT,
                    "%d bytes at %d belong to no entry".formatted(window.offset() - from, from));
        }
        return found;
    }

    /** Whether there is a further archive behind the end of this one. */
    private boolean seekBehindEnd() throws IOException {
        if (!seek()) {
            return false;
        }
        flaws.accept(
                Flaw.INCONSISTENT,
                "at %d, behind its end, there is another archive".formatted(window.offset()));
        directory = new ZipDirectory(window.offset());
        return true;
    }

    /** Whether the window now stands at something that looks like a part of an archive. */
    private boolean seek() throws IOException {
        while (window.has(4)) {
            int last = window.available() - 4;
            for (int i = 0; i <= last; i++) {
                if (window.at(i) == 'P' && window.at(i + 1) == 'K') {
                    long signature = window.u32(i);
                    if (signature == ENTRY || signature == NAMED || signature == END) {
                        window.step(i);
                        return true;
                    }
                }
            }
            window.step(last + 1);
        }
        window.step(window.available());
        return false;
    }

    private void readDirectory() throws IOException {
        long start = window.offset();
        anyEntry = true;
        while (window.has(46) && window.u32(0) == NAMED) {
            if (!readNamed()) {
                flaws.accept(Flaw.UNREADABLE, "it ends inside its directory");
                return;
            }
        }
        long size = window.offset() - start;
        if (directory.unnamedCount() > 0) {
            flaws.accept(
                    Flaw.INCONSISTENT,
                    "its directory leaves out %d entries".formatted(directory.unnamedCount()));
        }
        readEnd(start, size);
    }

    private boolean readNamed() throws IOException {
        budget.spendEntry();
        int nameLength = window.u16(28);
        int extraLength = window.u16(30);
        int commentLength = window.u16(32);
        if (!window.has(46 + nameLength + extraLength)) {
            return false;
        }
        var sizes =
                Sizes.read(window, window.u32(24), window.u32(20), 46 + nameLength, extraLength);
        long offset = window.u32(42);
        if (offset == IN_ZIP64) {
            offset = sizes.offset();
        }
        long fingerprint =
                ZipDirectory.fingerprint(
                        ZipDirectory.hash(window.buffer(), window.position() + 46, nameLength),
                        window.u16(10),
                        sizes.compressed(),
                        sizes.uncompressed(),
                        window.u32(16));
        if (!directory.names(offset, fingerprint)) {
            flaws.accept(
                    Flaw.INCONSISTENT,
                    "its directory says of '%s' what is not so"
                            .formatted(Printable.of(window.latin1(46, nameLength))));
        }
        window.step(46 + nameLength + extraLength);
        return window.skip(commentLength);
    }

    /** The records behind the directory, of which JVMs believe where it starts. */
    private void readEnd(long start, long size) throws IOException {
        long count64 = -1;
        long size64 = -1;
        long start64 = -1;
        while (window.has(4) && window.u32(0) != END) {
            long signature = window.u32(0);
            if (signature == END_64 && window.has(56)) {
                count64 = window.u64(32);
                size64 = window.u64(40);
                start64 = window.u64(48);
                if (window.u64(4) != 44) {
                    flaws.accept(Flaw.INCONSISTENT, "its zip64 record has an unknown length");
                }
                window.step(56);
            } else if (signature == LOCATOR_64 && window.has(20)) {
                window.step(20);
            } else if (signature == SIGNATURE && window.has(6)) {
                int length = window.u16(4);
                window.step(6);
                if (!window.skip(length)) {
                    break;
                }
            } else {
                break;
            }
        }
        if (!window.has(22) || window.u32(0) != END) {
            flaws.accept(Flaw.UNREADABLE, "its directory has no end");
            return;
        }
        long saidCount = said(window.u16(10), 0xFFFF, count64);
        long saidSize = said(window.u32(12), IN_ZIP64, size64);
        long saidStart = said(window.u32(16), IN_ZIP64, start64);
        // Tools without zip64 let the 16 bits of the count overflow.
        boolean counted =
                saidCount == directory.namedCount()
                        || (count64 < 0 && saidCount == (directory.namedCount() & 0xFFFF));
        boolean twice =
                differs(window.u16(10), 0xFFFF, count64)
                        || differs(window.u32(12), IN_ZIP64, size64)
                        || differs(window.u32(16), IN_ZIP64, start64);
        if (!counted || saidSize != size || twice || !directory.startsAt(saidStart, start)) {
            flaws.accept(
                    Flaw.INCONSISTENT,
                    "of its directory it says %d entries in %d bytes at %d, there are %d in %d at %d"
                            .formatted(
                                    saidCount,
                                    saidSize,
                                    saidStart,
                                    directory.namedCount(),
                                    size,
                                    start));
        }
        window.step(22);
    }

    private static long said(long value, long inZip64, long value64) {
        return value == inZip64 && value64 >= 0 ? value64 : value;
    }

    private static boolean differs(long value, long inZip64, long value64) {
        return value64 >= 0 && value != inZip64 && value != value64;
    }

    /**
     * @param offset of the entry, where the zip64 field tells it; -1 otherwise
     */
    private record Sizes(long uncompressed, long compressed, long offset, boolean zip64) {

        private static final int ZIP64 = 1;

        /**
         * @param from where in the window the extra fields are
         */
        static Sizes read(
                ByteWindow window, long uncompressed, long compressed, int from, int length) {
            int at = from;
            int end = from + length;
            while (at + 4 <= end) {
                int fieldEnd = Math.min(end, at + 4 + window.u16(at + 2));
                if (window.u16(at) != ZIP64) {
                    at = fieldEnd;
                    continue;
                }
                at += 4;
                long size = uncompressed;
                long packed = compressed;
                long offset = -1;
                if (size == IN_ZIP64 && at + 8 <= fieldEnd) {
                    size = window.u64(at);
                    at += 8;
                }
                if (packed == IN_ZIP64 && at + 8 <= fieldEnd) {
                    packed = window.u64(at);
                    at += 8;
                }
                if (at + 8 <= fieldEnd) {
                    offset = window.u64(at);
                }
                return new Sizes(size, packed, offset, true);
            }
            return new Sizes(uncompressed, compressed, -1, false);
        }
    }

    /** A file in the archive, readable until the next one is asked for. */
    final class Entry extends InputStream {

        private final long offset;
        private final String name;
        private final long nameHash;
        private final int flags;
        private final int method;
        private final Sizes sizes;
        private final boolean sizeKnown;
        private final CRC32 crc = new CRC32();
        private long checksum;
        private long taken;
        private long given;
        private boolean ended;
        private boolean started;
        private boolean broken;

        private Entry(
                long offset,
                String name,
                long nameHash,
                int flags,
                int method,
                long checksum,
                Sizes sizes) {
            this.offset = offset;
            this.name = name;
            this.nameHash = nameHash;
            this.flags = flags;
            this.method = method;
            this.checksum = checksum;
            this.sizes = sizes;
            this.sizeKnown = (flags & HAS_DESCRIPTOR) == 0 || sizes.compressed() != 0;
        }

        /** As the archive has it, a character for each byte. */
        String name() {
            return name;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        /** The end is also where the rest cannot be read: {@link #finish} reports why. */
        @Override
        public int read(byte[] output, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            start();
            if (ended) {
                return -1;
            }
            int read =
                    method == STORED ? copy(output, from, length) : inflate(output, from, length);
            if (read > 0) {
                crc.update(output, from, read);
                given += read;
                budget.spendBytes(read);
            }
            return read;
        }

        private void start() throws IOException {
            if (started) {
                return;
            }
            started = true;
            if ((flags & ENCRYPTED) != 0) {
                fail("is encrypted");
            } else if (method == STORED) {
                // Where nothing is stored, its descriptor may follow at once.
                ended = !sizeKnown;
                if (ended && window.has(4) && !isBoundary(window.u32(0))) {
                    fail("is stored in unknown length");
                }
            } else if (method == DEFLATED) {
                inflater.reset();
            } else {
                fail("is packed by the unknown method " + method);
            }
        }

        private int copy(byte[] output, int from, int length) throws IOException {
            long left = sizes.compressed() - taken;
            if (left == 0) {
                ended = true;
                return -1;
            }
            int read = left < 0 ? -1 : window.read(output, from, (int) Math.min(length, left));
            if (read < 0) {
                fail("ends too early");
                return -1;
            }
            taken += read;
            return read;
        }

        private int inflate(byte[] output, int from, int length) throws IOException {
            try {
                while (true) {
                    int read = inflater.inflate(output, from, length);
                    if (read > 0) {
                        return read;
                    }
                    if (inflater.finished()) {
                        ended = true;
                        return -1;
                    }
                    if (inflater.needsDictionary() || !feed()) {
                        fail("ends too early");
                        return -1;
                    }
                }
            } catch (DataFormatException e) {
                fail("is not deflated cleanly");
                return -1;
            }
        }

        /** The inflater reads from the window; it is stepped on when its bytes are used up. */
        private boolean feed() throws IOException {
            if (!window.has(1)) {
                return false;
            }
            long most = sizeKnown ? sizes.compressed() - taken : Long.MAX_VALUE;
            int fed = (int) Math.min(window.available(), most);
            if (fed <= 0) {
                return false;
            }
            inflater.setInput(window.buffer(), window.position(), fed);
            window.step(fed);
            taken += fed;
            return true;
        }

        private void fail(String problem) {
            ended = true;
            broken = true;
            flaws.accept(
                    Flaw.UNREADABLE, "its entry '%s' %s".formatted(Printable.of(name), problem));
        }

        /** Goes behind the entry and remembers what it was. */
        private void finish() throws IOException {
            if (!started && sizeKnown && (flags & ENCRYPTED) == 0) {
                skipUnread();
                return;
            }
            if (!started && method == DEFLATED && !isEncrypted() && skipToDescriptor()) {
                return;
            }
            while (read(drained, 0, drained.length) >= 0) {
                // on to the end
            }
            if (method == DEFLATED && started && !isEncrypted()) {
                int unused = inflater.getRemaining();
                window.step(-unused);
                taken -= unused;
            }
            if (sizeKnown && taken < sizes.compressed()) {
                if (!broken) {
                    flaws.accept(
                            Flaw.INCONSISTENT,
                            "its entry '%s' is shorter than it says".formatted(Printable.of(name)));
                }
                window.skip(sizes.compressed() - taken);
            }
            if ((flags & HAS_DESCRIPTOR) != 0 && !(broken && !sizeKnown)) {
                readDescriptor();
            }
            if (!broken && checksum != crc.getValue()) {
                flaws.accept(
                        Flaw.INCONSISTENT,
                        "its entry '%s' has another checksum".formatted(Printable.of(name)));
            }
            directory.seen(
                    offset,
                    ZipDirectory.fingerprint(
                            nameHash,
                            method,
                            sizeKnown ? sizes.compressed() : taken,
                            broken ? sizes.uncompressed() : given,
                            checksum));
        }

        private void skipUnread() throws IOException {
            if (sizes.compressed() < 0 || !window.skip(sizes.compressed())) {
                fail("ends too early");
                window.step(window.available());
            } else if ((flags & HAS_DESCRIPTOR) != 0) {
                taken = sizes.compressed();
                given = sizes.uncompressed();
                readDescriptor();
            }
            directory.seen(
                    offset,
                    ZipDirectory.fingerprint(
                            nameHash, method, sizes.compressed(), sizes.uncompressed(), checksum));
        }

        /**
         * Goes behind an entry nobody wants whose end is in sight: its descriptor tells exactly how
         * far away it is, and a further entry follows. What a forger places so differs from the
         * directory, which is compared all the same.
         *
         * @return false if it must be inflated to find its end
         */
        private boolean skipToDescriptor() throws IOException {
            if (searchedInVain > VAIN_SEARCH + offset) {
                return false;
            }
            int end = descriptorInSight(0);
            if (end < 0) {
                int searched = Math.max(0, window.available() - DESCRIPTOR_AND_NEXT);
                window.has(WINDOW);
                end = descriptorInSight(searched);
            }
            if (end < 0) {
                searchedInVain += window.available();
                return false;
            }
            directory.seen(
                    offset,
                    ZipDirectory.fingerprint(
                            nameHash, method, end, window.u32(end + 12), window.u32(end + 4)));
            window.step(end + DESCRIPTOR_LENGTH);
            return true;
        }

        private int descriptorInSight(int from) {
            int last = window.available() - DESCRIPTOR_AND_NEXT;
            for (int i = from; i <= last; i++) {
                if (window.at(i) == 'P'
                        && window.at(i + 1) == 'K'
                        && window.u32(i) == DESCRIPTOR
                        && window.u32(i + 8) == i) {
                    long next = window.u32(i + DESCRIPTOR_LENGTH);
                    if (next == ENTRY || next == NAMED) {
                        return i;
                    }
                }
            }
            return -1;
        }

        private boolean isEncrypted() {
            return (flags & ENCRYPTED) != 0;
        }

        /** Its signature is optional, its sizes have 4 or 8 bytes: what fits is believed. */
        private void readDescriptor() throws IOException {
            int from = window.has(4) && window.u32(0) == DESCRIPTOR ? 4 : 0;
            boolean long8 =
                    window.has(from + 20)
                            && window.u64(from + 4) == taken
                            && window.u64(from + 12) == given;
            boolean short4 =
                    window.has(from + 12)
                            && window.u32(from + 4) == (taken & IN_ZIP64)
                            && window.u32(from + 8) == (given & IN_ZIP64);
            if (!long8 && !short4) {
                flaws.accept(
                        Flaw.INCONSISTENT,
                        "its entry '%s' is not followed by its sizes"
                                .formatted(Printable.of(name)));
                return;
            }
            checksum = window.u32(from);
            window.step(from + (long8 && (sizes.zip64() || !short4) ? 20 : 12));
        }

        private static boolean isBoundary(long signature) {
            return signature == DESCRIPTOR
                    || signature == ENTRY
                    || signature == NAMED
                    || signature == END;
        }
    }
}
