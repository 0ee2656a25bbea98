package dev.plimsoll.ingest.scan.rpm;

import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The description of one package as every rpm database holds it: the number of index entries, the
 * length of the data, the entries (tag, type, offset, count), the data; all numbers big-endian
 * (https://rpm-software-management.github.io/rpm/manual/format_header.html, without the lead-in
 * magic).
 */
final class Header {

    /** As rpm itself allows. */
    private static final long MAX_ENTRIES = 0xffff;

    private static final int ENTRY_SIZE = 16;

    /** Of the texts that are read one by one: names, versions, a vendor. */
    private static final int MAX_TEXT = 4096;

    private final Bytes data;
    private final Map<Tag, Entry> entries;

    /** What of a header is read. */
    enum Tag {
        NAME(1000),
        VERSION(1001),
        RELEASE(1002),
        EPOCH(1003),
        SIZE(1009),
        VENDOR(1011),
        ARCH(1022),
        OLD_FILE_NAMES(1027),
        SOURCE_RPM(1044),
        PROVIDE_NAME(1047),
        REQUIRE_NAME(1049),
        DIR_INDEXES(1116),
        BASE_NAMES(1117),
        DIR_NAMES(1118),
        LONG_SIZE(5009),
        MODULARITY_LABEL(5096);

        private static final Tag[] ALL = values();

        private final int code;

        Tag(int code) {
            this.code = code;
        }

        private static @Nullable Tag of(long code) {
            for (var tag : ALL) {
                if (tag.code == code) {
                    return tag;
                }
            }
            return null;
        }
    }

    private record Entry(long type, long offset, long count) {

        private static final int INT32 = 4;
        private static final int INT64 = 5;
        private static final int STRING = 6;
        private static final int STRING_ARRAY = 8;
        private static final int TRANSLATED_STRING = 9;

        boolean isText() {
            return type == STRING || type == STRING_ARRAY || type == TRANSLATED_STRING;
        }
    }

    private Header(Bytes data, Map<Tag, Entry> entries) {
        this.data = data;
        this.entries = entries;
    }

    static Header of(Bytes blob) throws DamagedException {
        var bytes = blob.in(ByteOrder.BIG_ENDIAN);
        long entryCount = bytes.u32(0);
        long dataLength = bytes.u32(4);
        if (entryCount == 0 || entryCount > MAX_ENTRIES) {
            throw new DamagedException("it claims %d index entries".formatted(entryCount));
        }
        long dataStart = 8 + entryCount * ENTRY_SIZE;
        if (dataStart + dataLength != bytes.length()) {
            throw new DamagedException(
                    "%d index entries and %d bytes of data are claimed for %d bytes in all"
                            .formatted(entryCount, dataLength, bytes.length()));
        }
        var entries = new EnumMap<Tag, Entry>(Tag.class);
        for (long at = 8; at < dataStart; at += ENTRY_SIZE) {
            var tag = Tag.of(bytes.u32(at));
            if (tag != null) {
                // Twice: what rpm added later stands behind, and counts.
                entries.put(
                        tag, new Entry(bytes.u32(at + 4), bytes.u32(at + 8), bytes.u32(at + 12)));
            }
        }
        return new Header(bytes.slice(dataStart, dataLength), entries);
    }

    /** The text, the first one of several; null if the header has no such tag. */
    @Nullable String text(Tag tag) throws DamagedException {
        var entry = entries.get(tag);
        if (entry == null) {
            return null;
        }
        if (!entry.isText() || entry.count() == 0) {
            throw unexpected(tag, entry);
        }
        long length = data.endOfText(entry.offset()) - entry.offset();
        if (length > MAX_TEXT) {
            throw new DamagedException("%s has %d bytes".formatted(tag, length));
        }
        return data.text(entry.offset(), length);
    }

    /** The number, the first one of several; null if the header has no such tag. */
    @Nullable Long number(Tag tag) throws DamagedException {
        var entry = entries.get(tag);
        if (entry == null) {
            return null;
        }
        if (entry.count() > 0 && entry.type() == Entry.INT32) {
            return data.u32(entry.offset());
        }
        if (entry.count() > 0 && entry.type() == Entry.INT64) {
            return data.i64(entry.offset());
        }
        throw unexpected(tag, entry);
    }

    Texts texts(Tag tag) throws DamagedException {
        var entry = entries.get(tag);
        if (entry == null) {
            return Texts.NONE;
        }
        if (!entry.isText()) {
            throw unexpected(tag, entry);
        }
        return Texts.of(data.slice(entry.offset(), data.length() - entry.offset()), entry.count());
    }

    RpmFiles files() throws DamagedException {
        var names = texts(Tag.BASE_NAMES);
        if (names.count() == 0) {
            return RpmFiles.of(texts(Tag.OLD_FILE_NAMES));
        }
        var directories = texts(Tag.DIR_NAMES);
        var indexes = entries.get(Tag.DIR_INDEXES);
        if (indexes == null) {
            throw new DamagedException("%d files have no directory".formatted(names.count()));
        }
        if (indexes.type() != Entry.INT32) {
            throw unexpected(Tag.DIR_INDEXES, indexes);
        }
        var directoryOfName = data.slice(indexes.offset(), 4 * indexes.count());
        long size =
                (long) names.toArray().length
                        + directories.toArray().length
                        + directoryOfName.length();
        if (size > data.length()) {
            throw new DamagedException("its files, names and directories overlap");
        }
        return RpmFiles.of(names, directoryOfName, directories);
    }

    private static DamagedException unexpected(Tag tag, Entry entry) {
        return new DamagedException(
                "%s is of type %d, %d times".formatted(tag, entry.type(), entry.count()));
    }
}
