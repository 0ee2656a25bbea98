package dev.plimsoll.ingest.scan.rpm;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log beside an SQLite database: pages that are newer than those of the file
 * (https://www.sqlite.org/fileformat2.html#walformat). As SQLite does, it takes frames as long as
 * their checksums agree, up to the last one that ends a transaction; a log that does not begin well
 * holds nothing.
 */
final class WriteAheadLog {

    private static final WriteAheadLog NONE =
            new WriteAheadLog(Bytes.of(new byte[0], ByteOrder.BIG_ENDIAN), 0);

    /** The lowest bit tells the byte order of the checksums. */
    private static final long MAGIC = 0x377f0682L;

    private static final long VERSION = 3_007_000;
    private static final int HEADER_SIZE = 32;
    private static final int FRAME_HEADER_SIZE = 24;

    private final Bytes log;
    private final int pageSize;
    private final Map<Long, Long> frames = new HashMap<>();
    private long pages;

    private WriteAheadLog(Bytes log, int pageSize) {
        this.log = log;
        this.pageSize = pageSize;
    }

    static WriteAheadLog of(Bytes log) throws DamagedException {
        if (log.length() < HEADER_SIZE
                || (log.u32(0) & ~1L) != MAGIC
                || log.u32(4) != VERSION
                || !SqliteFile.isPageSize(log.u32(8))) {
            return NONE;
        }
        var read = new WriteAheadLog(log, (int) log.u32(8));
        read.readFrames();
        return read;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** How many pages of the database it holds. */
    int size() {
        return frames.size();
    }

    int pageSize() {
        return pageSize;
    }

    /** The number of pages that the database has after the last transaction. */
    long pages() {
        return pages;
    }

    @Nullable Bytes page(long number) throws DamagedException {
        var at = frames.get(number);
        return at == null ? null : log.slice(at, pageSize);
    }

    private void readFrames() throws DamagedException {
        var checksum =
                new Checksum(
                        log.in(
                                log.u32(0) == MAGIC
                                        ? ByteOrder.LITTLE_ENDIAN
                                        : ByteOrder.BIG_ENDIAN));
        checksum.add(0, 24);
        if (!checksum.is(log.u32(24), log.u32(28))) {
            return;
        }
        var uncommitted = new HashMap<Long, Long>();
        long frameSize = FRAME_HEADER_SIZE + pageSize;
        for (long at = HEADER_SIZE; at + frameSize <= log.length(); at += frameSize) {
            checksum.add(at, 8);
            checksum.add(at + FRAME_HEADER_SIZE, pageSize);
            boolean current = log.i64(at + 8) == log.i64(16);
            if (!current || !checksum.is(log.u32(at + 16), log.u32(at + 20))) {
                return;
            }
            uncommitted.put(log.u32(at), at + FRAME_HEADER_SIZE);
            long pagesAfter = log.u32(at + 4);
            if (pagesAfter > 0) {
                pages = pagesAfter;
                frames.putAll(uncommitted);
                uncommitted.clear();
            }
        }
    }

    /** Goes on from frame to frame; numbers are taken modulo 2³². */
    private static final class Checksum {

        private final Bytes bytes;
        private int first;
        private int second;

        Checksum(Bytes bytes) {
            this.bytes = bytes;
        }

        void add(long at, int size) throws DamagedException {
            for (int i = 0; i < size; i += 8) {
                first += (int) bytes.u32(at + i) + second;
                second += (int) bytes.u32(at + i + 4) + first;
            }
        }

        boolean is(long wantedFirst, long wantedSecond) {
            return Integer.toUnsignedLong(first) == wantedFirst
                    && Integer.toUnsignedLong(second) == wantedSecond;
        }
    }
}
