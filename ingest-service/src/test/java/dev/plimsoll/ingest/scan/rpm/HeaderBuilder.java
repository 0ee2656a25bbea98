package dev.plimsoll.ingest.scan.rpm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes package headers, sensible or not, as rpm keeps them in its databases. */
final class HeaderBuilder {

    static final int NAME = 1000;
    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int SIZE = 1009;
    static final int VENDOR = 1011;
    static final int ARCH = 1022;
    static final int OLD_FILE_NAMES = 1027;
    static final int SOURCE_RPM = 1044;
    static final int PROVIDE_NAME = 1047;
    static final int REQUIRE_NAME = 1049;
    static final int DIR_INDEXES = 1116;
    static final int BASE_NAMES = 1117;
    static final int DIR_NAMES = 1118;
    static final int LONG_SIZE = 5009;
    static final int MODULARITY_LABEL = 5096;

    private static final int PAYLOAD = 1146;

    private record Entry(int tag, int type, int offset, int count) {}

    private final List<Entry> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    static HeaderBuilder named(String name) {
        return new HeaderBuilder()
                .text(NAME, name)
                .text(VERSION, "1.0")
                .text(RELEASE, "1")
                .text(ARCH, "x86_64")
                .text(SOURCE_RPM, name + "-1.0-1.src.rpm");
    }

    /** What a reader makes of a header with nothing but what {@link #named} gives. */
    static RpmPackage packageNamed(String name) {
        return new RpmPackage(
                name,
                null,
                "1.0",
                "1",
                "x86_64",
                name,
                "1.0-1",
                null,
                null,
                null,
                List.of(),
                List.of(),
                RpmFiles.NONE);
    }

    HeaderBuilder text(int tag, String text) {
        return entry(tag, 6, 1, 1, bytes(text));
    }

    HeaderBuilder texts(int tag, String... texts) {
        return entry(tag, 8, 1, texts.length, bytes(texts));
    }

    HeaderBuilder int32(int tag, int... numbers) {
        var bytes = ByteBuffer.allocate(4 * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return entry(tag, 4, 4, numbers.length, bytes.array());
    }

    HeaderBuilder int64(int tag, long number) {
        return entry(tag, 5, 8, 1, ByteBuffer.allocate(8).putLong(number).array());
    }

    /** Something that no reader looks at. */
    HeaderBuilder padding(int size) {
        return entry(PAYLOAD, 7, 1, size, new byte[size]);
    }

    byte[] build() {
        var header = ByteBuffer.allocate(8 + 16 * entries.size() + data.size());
        header.putInt(entries.size()).putInt(data.size());
        for (var entry : entries) {
            header.putInt(entry.tag()).putInt(entry.type());
            header.putInt(entry.offset()).putInt(entry.count());
        }
        return header.put(data.toByteArray()).array();
    }

    private HeaderBuilder entry(int tag, int type, int alignment, int count, byte[] bytes) {
        while (data.size() % alignment != 0) {
            data.write(0);
        }
        entries.add(new Entry(tag, type, data.size(), count));
        data.writeBytes(bytes);
        return this;
    }

    private static byte[] bytes(String... texts) {
        var bytes = new ByteArrayOutputStream();
        for (var text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }
}
