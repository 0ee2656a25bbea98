package dev.plimsoll.ingest.scan.rpm;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The rows of table "Packages" of an SQLite database
 * (https://www.sqlite.org/fileformat2.html#b_tree_pages). Only table B-trees are walked; the
 * schema's SQL is never run, and a page that is reached a second time is an error.
 */
final class SqliteFile {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE_HEADER_SIZE = 100;
    private static final int INTERIOR = 5;
    private static final int LEAF = 13;

    /** The second column of {@code Packages (hnum INTEGER PRIMARY KEY, blob BLOB)}. */
    private static final int BLOB_COLUMN = 1;

    private final Bytes file;
    private final WriteAheadLog log;
    private final Installed installed;
    private final int pageSize;
    private final BitSet seen = new BitSet();
    private int usableSize;
    private long pages;

    private SqliteFile(Bytes file, WriteAheadLog log, Installed installed) throws DamagedException {
        this.file = file;
        this.log = log;
        this.installed = installed;
        this.pageSize = log.isEmpty() ? pageSize(file) : log.pageSize();
    }

    static void read(Bytes file, WriteAheadLog log, Installed installed) throws DamagedException {
        var sqlite = new SqliteFile(file, log, installed);
        sqlite.readHeader();
        var tables = new ArrayList<Table>();
        sqlite.walk(1, row -> sqlite.addPackagesTable(row, tables));
        if (tables.size() != 1) {
            throw new DamagedException(
                    "%d tables 'Packages' where there should be one".formatted(tables.size()));
        }
        sqlite.walk(
                tables.getFirst().root(),
                row -> {
                    var record = new SqliteRow(row.payload());
                    installed.take("row " + row.id(), record.blob(BLOB_COLUMN));
                });
    }

    static boolean isPageSize(long size) {
        return size >= 512 && size <= 65536 && Long.bitCount(size) == 1;
    }

    private static int pageSize(Bytes file) throws DamagedException {
        if (file.length() < FILE_HEADER_SIZE) {
            throw new DamagedException("%d bytes are no SQLite database".formatted(file.length()));
        }
        int size = file.u16(16) == 1 ? 65536 : file.u16(16);
        if (!isPageSize(size)) {
            throw new DamagedException("%d is no page size of SQLite".formatted(size));
        }
        return size;
    }

    private void readHeader() throws DamagedException {
        var first = page(1);
        if (!Arrays.equals(first.copy(0, MAGIC.length), MAGIC)) {
            throw new DamagedException("it does not begin as an SQLite database");
        }
        if ((first.u16(16) == 1 ? 65536 : first.u16(16)) != pageSize) {
            throw new DamagedException("its log has pages of another size");
        }
        usableSize = pageSize - first.u8(20);
        if (usableSize < 480) {
            throw new DamagedException("%d bytes of a page are usable".formatted(usableSize));
        }
        if (first.u32(56) != 1) {
            throw new DamagedException("its text is not UTF-8");
        }
        long there = file.length() / pageSize + log.size();
        long wanted = log.isEmpty() ? pagesOfHeader(first, there) : log.pages();
        if (wanted > there) {
            installed.broken(
                    "the end",
                    new DamagedException("%d of %d pages are there".formatted(there, wanted)));
        }
        pages = Math.min(wanted, there);
    }

    /** SQLite before 3.7 wrote no number of pages; it is the file's length then. */
    private static long pagesOfHeader(Bytes first, long there) throws DamagedException {
        boolean counted = first.u32(24) == first.u32(92) && first.u32(28) > 0;
        return counted ? first.u32(28) : there;
    }

    private void addPackagesTable(Cell row, List<Table> tables) throws DamagedException {
        var record = new SqliteRow(row.payload());
        if (record.text(0).equals("table") && record.text(1).equalsIgnoreCase("Packages")) {
            tables.add(new Table(record.number(3)));
        }
    }

    /** All rows of a table, each of them once; what of it is broken is passed over and told. */
    private void walk(long root, RowReader reader) throws DamagedException {
        Deque<Long> open = new ArrayDeque<>();
        open(root, open);
        while (!open.isEmpty()) {
            long number = open.pop();
            try {
                var page = page(number);
                int start = number == 1 ? FILE_HEADER_SIZE : 0;
                switch (page.u8(start)) {
                    case INTERIOR -> openChildren(number, page, start, open);
                    case LEAF -> readRows(number, page, start, reader);
                    default ->
                            throw new DamagedException(
                                    "%d is no page of a table".formatted(page.u8(start)));
                }
            } catch (DamagedException e) {
                if (number == root) {
                    throw e;
                }
                installed.broken("page %d".formatted(number), e);
            }
        }
    }

    private void openChildren(long number, Bytes page, int start, Deque<Long> open)
            throws DamagedException {
        var children = new ArrayDeque<Long>();
        int cells = page.u16(start + 3);
        for (int i = 0; i < cells; i++) {
            children.push(page.u32(page.u16(start + 12 + 2L * i)));
        }
        children.push(page.u32(start + 8));
        // The last one first, so that the first one comes out first.
        for (var child : children) {
            try {
                open(child, open);
            } catch (DamagedException e) {
                installed.broken("page %d".formatted(number), e);
            }
        }
    }

    private void open(long number, Deque<Long> open) throws DamagedException {
        see(number);
        open.push(number);
    }

    private void readRows(long number, Bytes page, int start, RowReader reader)
            throws DamagedException {
        int cells = page.u16(start + 3);
        for (int i = 0; i < cells; i++) {
            int at = page.u16(start + 8 + 2L * i);
            try {
                reader.read(cell(page, at));
            } catch (DamagedException e) {
                installed.broken("cell %d of page %d".formatted(i, number), e);
            }
        }
    }

    private Cell cell(Bytes page, int at) throws DamagedException {
        var reader = new SqliteNumbers(page, at);
        long size = reader.next();
        long id = reader.next();
        return new Cell(id, payload(page, reader.position(), size));
    }

    /** A part is in the page itself, the rest in a chain of overflow pages. */
    private Bytes payload(Bytes page, int at, long size) throws DamagedException {
        if (size < 0 || size > pages * usableSize) {
            throw new DamagedException("a row claims %d bytes".formatted(size));
        }
        if (size <= usableSize - 35) {
            return page.slice(at, size);
        }
        long atLeast = (usableSize - 12) * 32L / 255 - 23;
        long fitting = atLeast + (size - atLeast) % (usableSize - 4);
        int local = (int) (fitting <= usableSize - 35 ? fitting : atLeast);
        var chain = chain(page.u32(at + (long) local), size - local);
        var payload = new byte[(int) size];
        page.copyTo(payload, 0, at, local);
        int filled = local;
        for (var number : chain) {
            int part = (int) Math.min(size - filled, usableSize - 4);
            page(number).copyTo(payload, filled, 4, part);
            filled += part;
        }
        return Bytes.of(payload, ByteOrder.BIG_ENDIAN);
    }

    private List<Long> chain(long first, long size) throws DamagedException {
        var chain = new ArrayList<Long>();
        long next = first;
        for (long left = size; left > 0; left -= usableSize - 4) {
            see(next);
            chain.add(next);
            next = page(next).u32(0);
        }
        return chain;
    }

    private void see(long number) throws DamagedException {
        if (number < 1 || number > pages) {
            throw new DamagedException("it goes on at page %d of %d".formatted(number, pages));
        }
        if (seen.get((int) number)) {
            throw new DamagedException("page %d is used twice".formatted(number));
        }
        seen.set((int) number);
    }

    private Bytes page(long number) throws DamagedException {
        var newer = log.page(number);
        return newer != null ? newer : file.slice((number - 1) * pageSize, pageSize);
    }

    private record Table(long root) {}

    private record Cell(long id, Bytes payload) {}

    private interface RowReader {

        void read(Cell row) throws DamagedException;
    }
}
