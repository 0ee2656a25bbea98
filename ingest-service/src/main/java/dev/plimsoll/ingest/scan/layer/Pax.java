package dev.plimsoll.ingest.scan.layer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a pax header overrides of the entry after it; records of other kinds are passed over.
 *
 * @param size -1 if it does not say
 * @param sparse the content is a map and pieces, not the file
 */
record Pax(@Nullable String path, @Nullable String link, long size, boolean sparse) {

    static final Pax NONE = new Pax(null, null, -1, false);

    /** Records are {@code LENGTH KEY=VALUE\n}, the length counting itself. */
    static Pax parse(byte[] bytes) {
        String path = null;
        String link = null;
        long size = -1;
        boolean sparse = false;
        int start = 0;
        while (start < bytes.length && bytes[start] != 0) {
            int space = start;
            int length = 0;
            while (space < bytes.length && bytes[space] != ' ') {
                int digit = bytes[space] - '0';
                if (digit < 0 || digit > 9 || length > bytes.length) {
                    throw TarReader.corrupt("a pax record without a length");
                }
                length = length * 10 + digit;
                space++;
            }
            int end = start + length;
            if (length == 0 || end > bytes.length || end <= space + 1 || bytes[end - 1] != '\n') {
                throw TarReader.corrupt("a pax record with a wrong length");
            }
            int equals = space + 1;
            while (equals < end && bytes[equals] != '=') {
                equals++;
            }
            if (equals == end) {
                throw TarReader.corrupt("a pax record without a value");
            }
            var key = text(bytes, space + 1, equals);
            switch (key) {
                case "path" -> path = text(bytes, equals + 1, end - 1);
                case "linkpath" -> link = text(bytes, equals + 1, end - 1);
                case "size" -> size = size(text(bytes, equals + 1, end - 1));
                case "GNU.sparse.name" -> {
                    path = text(bytes, equals + 1, end - 1);
                    sparse = true;
                }
                default -> sparse |= key.startsWith("GNU.sparse.");
            }
            start = end;
        }
        return new Pax(path, link, size, sparse);
    }

    private static long size(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw TarReader.corrupt("a pax size that is no number");
        }
        return Long.parseLong(text);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
