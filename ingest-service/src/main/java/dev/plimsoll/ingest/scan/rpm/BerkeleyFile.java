package dev.plimsoll.ingest.scan.rpm;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A Berkeley DB file, hash or B-tree, in either byte order. Keys are four bytes, values headers;
 * the value of key 0 is rpm's counter. All pages are gone through in the order of the file: which
 * bucket or branch one belongs to makes no difference to what is in it, and a loop cannot be
 * entered.
 *
 * <p>Offsets are those of Berkeley DB's src/dbinc/db_page.h and of rpm's own reader,
 * lib/backend/bdb_ro.c.
 */
final class BerkeleyFile {

    private static final long HASH_MAGIC = 0x061561L;
    private static final long BTREE_MAGIC = 0x053162L;
    private static final int META_SIZE = 512;
    private static final int PAGE_HEADER_SIZE = 26;

    private static final int UNSORTED_HASH = 2;
    private static final int BTREE_LEAF = 5;
    private static final int OVERFLOW = 7;
    private static final int HASH = 13;

    private static final int ON_PAGE = 1;
    private static final int OFF_PAGE = 3;
    private static final int OFF_PAGE_SIZE = 12;
    private static final int DELETED = 0x80;

    private final Bytes file;
    private final Installed installed;
    private final int pageSize;
    private final long pages;
    private final BitSet seen = new BitSet();

    private BerkeleyFile(Bytes file, Installed installed, int pageSize, long pages) {
        this.file = file;
        this.installed = installed;
        this.pageSize = pageSize;
        this.pages = pages;
    }

    static void read(Bytes content, Installed installed) throws DamagedException {
        if (content.length() < META_SIZE) {
            throw new DamagedException("%d bytes are no Berkeley DB".formatted(content.length()));
        }
        var file = inItsOrder(content);
        boolean hash = file.u32(12) == HASH_MAGIC;
        long version = file.u32(16);
        if (version < (hash ? 8 : 9) || version > 10) {
            throw new DamagedException("it has version %d of its format".formatted(version));
        }
        long pageSize = file.u32(20);
        if (pageSize < META_SIZE || pageSize > 65536 || Long.bitCount(pageSize) != 1) {
            throw new DamagedException("%d is no page size of Berkeley DB".formatted(pageSize));
        }
        if (file.u8(24) != 0) {
            throw new DamagedException("it is encrypted");
        }
        long wanted = file.u32(32) + 1;
        long there = file.length() / pageSize;
        if (wanted > there) {
            installed.broken(
                    "the end",
                    new DamagedException("%d of %d pages are there".formatted(there, wanted)));
        }
        new BerkeleyFile(file, installed, (int) pageSize, Math.min(wanted, there)).readPages();
    }

    private static Bytes inItsOrder(Bytes content) throws DamagedException {
        for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            var file = content.in(order);
            if (file.u32(12) == HASH_MAGIC || file.u32(12) == BTREE_MAGIC) {
                return file;
            }
        }
        throw new DamagedException("it does not begin as a Berkeley DB of type hash or btree");
    }

    private void readPages() {
        for (long number = 1; number < pages; number++) {
            try {
                var page = file.slice(number * pageSize, pageSize);
                switch (page.u8(25)) {
                    case HASH, UNSORTED_HASH -> readPairs(number, page, true);
                    case BTREE_LEAF -> readPairs(number, page, false);
                    default -> {
                        // Free, overflow, or branches: no pairs begin there.
                    }
                }
            } catch (DamagedException e) {
                installed.broken("page %d".formatted(number), e);
            }
        }
    }

    private void readPairs(long number, Bytes page, boolean hash) throws DamagedException {
        if (page.u32(8) != number) {
            throw new DamagedException("it says that it is page %d".formatted(page.u32(8)));
        }
        int items = page.u16(20);
        if (PAGE_HEADER_SIZE + 2 * items > pageSize) {
            throw new DamagedException("it claims %d items".formatted(items));
        }
        for (int i = 0; i + 1 < items; i += 2) {
            var place = "item " + i + " of page " + number;
            try {
                var key = hash ? hashItem(page, i) : btreeItem(page, i);
                var value = hash ? hashItem(page, i + 1) : btreeItem(page, i + 1);
                if (key.deleted() || value.deleted()) {
                    continue;
                }
                var keyBytes = content(key);
                if (keyBytes.length() != 4) {
                    throw new DamagedException("its key has %d bytes".formatted(keyBytes.length()));
                }
                if (keyBytes.u32(0) != 0) {
                    installed.take(place, content(value));
                }
            } catch (DamagedException e) {
                installed.broken(place, e);
            }
        }
    }

    /** In hash pages an item ends where the one before it begins. */
    private Item hashItem(Bytes page, int index) throws DamagedException {
        int at = offset(page, index);
        int end = index == 0 ? pageSize : offset(page, index - 1);
        var item = page.slice(at, (long) end - at);
        int type = item.u8(0);
        return new Item(type, type == ON_PAGE ? item.slice(1, item.length() - 1L) : item);
    }

    private Item btreeItem(Bytes page, int index) throws DamagedException {
        int at = offset(page, index);
        int type = page.u8(at + 2L);
        return (type & ~DELETED) == ON_PAGE
                ? new Item(type, page.slice(at + 3L, page.u16(at)))
                : new Item(type, page.slice(at, OFF_PAGE_SIZE));
    }

    private int offset(Bytes page, int index) throws DamagedException {
        int offset = page.u16(PAGE_HEADER_SIZE + 2L * index);
        if (offset < PAGE_HEADER_SIZE + 2 * page.u16(20)) {
            throw new DamagedException("item %d begins at %d".formatted(index, offset));
        }
        return offset;
    }

    private Bytes content(Item item) throws DamagedException {
        return switch (item.type()) {
            case ON_PAGE -> item.bytes();
            case OFF_PAGE -> overflow(item.bytes().u32(4), item.bytes().u32(8));
            default ->
                    throw new DamagedException("%d is no type of an item".formatted(item.type()));
        };
    }

    private Bytes overflow(long first, long length) throws DamagedException {
        if (length > pages * pageSize) {
            throw new DamagedException("a header claims %d bytes".formatted(length));
        }
        var parts = new ArrayList<Bytes>();
        long next = first;
        long left = length;
        while (left > 0) {
            var page = overflowPage(next);
            int size = page.u16(22);
            if (size == 0 || size > left) {
                throw new DamagedException(
                        "page %d has %d bytes, where %d are left".formatted(next, size, left));
            }
            parts.add(page.slice(PAGE_HEADER_SIZE, size));
            left -= size;
            next = page.u32(16);
        }
        var content = new byte[(int) length];
        int filled = 0;
        for (var part : parts) {
            part.copyTo(content, filled, 0, part.length());
            filled += part.length();
        }
        return Bytes.of(content, ByteOrder.BIG_ENDIAN);
    }

    private Bytes overflowPage(long number) throws DamagedException {
        if (number < 1 || number >= pages) {
            throw new DamagedException("it goes on at page %d of %d".formatted(number, pages));
        }
        if (seen.get((int) number)) {
            throw new DamagedException("page %d is used twice".formatted(number));
        }
        seen.set((int) number);
        var page = file.slice(number * pageSize, pageSize);
        if (page.u8(25) != OVERFLOW || page.u32(8) != number) {
            throw new DamagedException("page %d is no overflow page".formatted(number));
        }
        return page;
    }

    /**
     * @param bytes the content if it is on the page, else where it is
     */
    private record Item(int type, Bytes bytes) {

        boolean deleted() {
            return (type & DELETED) != 0;
        }
    }
}
