package dev.plimsoll.ingest.scan.rpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts one after the other, each with a zero byte behind it. */
final class Texts {

    static final Texts NONE = new Texts(new byte[0], 0);

    private final byte[] bytes;
    private final int count;

    private Texts(byte[] bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    /** The texts from the beginning of the given bytes on; each must have its end in there. */
    static Texts of(Bytes bytes, long count) throws DamagedException {
        if (count > bytes.length()) {
            throw new DamagedException("%d texts in %d bytes".formatted(count, bytes.length()));
        }
        int end = 0;
        for (long i = 0; i < count; i++) {
            end = bytes.endOfText(end) + 1;
        }
        return new Texts(bytes.copy(0, end), (int) count);
    }

    int count() {
        return count;
    }

    byte[] toArray() {
        return bytes;
    }

    List<String> toList() {
        var texts = new ArrayList<String>();
        for (int start = 0, end = 0; end < bytes.length; end++) {
            if (bytes[end] == 0) {
                texts.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
                start = end + 1;
            }
        }
        return texts;
    }
}
