package dev.plimsoll.ingest.push.format;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Members of a body that may be missing, empty, or of another type than promised. */
final class Fields {

    /** What fits into an event; registries send the zero time and worse. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Pattern OFFSET_WITHOUT_COLON =
            Pattern.compile("([+-][0-9]{2})([0-9]{2})$");

    private static final Pattern ADDRESS =
            Pattern.compile("https?://([^/?#@]+)(?:[/?#].*)?", Pattern.DOTALL);

    private Fields() {}

    /** The string, or null if there is none or it is empty: {@code 3.10} is a number, not a tag. */
    static @Nullable String text(JsonNode object, String name) {
        var node = object.path(name);
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }

    /** The member as it stands, for hashing; empty if there is none. */
    static String raw(JsonNode object, String name) {
        var node = object.path(name);
        return node.isValueNode() ? node.asString() : "";
    }

    /** A time in RFC 3339, or null; an offset may lack its colon, as Java's own format has it. */
    static @Nullable Instant timestamp(JsonNode object, String name) {
        return timestamp(text(object, name));
    }

    static @Nullable Instant timestamp(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return plausible(
                    Instant.parse(OFFSET_WITHOUT_COLON.matcher(text).replaceFirst("$1:$2")));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The string in lower case: some senders keep capitals that their registries do not know. */
    static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** The host and port of an address, or null. */
    static @Nullable String host(@Nullable String address) {
        if (address == null) {
            return null;
        }
        var matcher = ADDRESS.matcher(address);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** A time in seconds since 1970, whole or not ({@code 1.417566161e+09}), or null. */
    static @Nullable Instant epochSeconds(JsonNode object, String name) {
        var node = object.path(name);
        if (!node.isNumber()) {
            return null;
        }
        double seconds = node.doubleValue();
        if (!(seconds >= 0 && seconds <= LATEST.getEpochSecond())) {
            return null;
        }
        return Instant.ofEpochMilli(BigDecimal.valueOf(seconds).movePointRight(3).longValue());
    }

    private static @Nullable Instant plausible(Instant time) {
        return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
    }
}
