package dev.plimsoll.ingest.lane;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The place of a request among the pushes, as {@code EventPublisher.PUSH_OFFSET} tells it. */
final class PushOffset {

    /** Work that has no such place. */
    static final long NONE = -1;

    private static final Pattern GRAMMAR = Pattern.compile("[0-9]{1,18}");

    private PushOffset() {}

    /**
     * @param header text, or its bytes; null if there is none
     */
    static long of(@Nullable Object header) {
        var text =
                header instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : String.valueOf(header);
        return GRAMMAR.matcher(text).matches() ? Long.parseLong(text) : NONE;
    }
}
