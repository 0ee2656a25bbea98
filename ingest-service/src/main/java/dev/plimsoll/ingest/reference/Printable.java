package dev.plimsoll.ingest.reference;

/** Strings that strangers wrote, made safe to show. */
public final class Printable {

    /** Longer values are cut; a name that is longer than this is no name. */
    private static final int SHOWN_CHARACTERS = 200;

    private Printable() {}

    /**
     * The value with everything but visible characters and spaces written as {@code \}{@code
     * uXXXX}, so that it can neither break a log line nor steer a terminal, and cut to 200
     * characters.
     */
    public static String of(String value) {
        var shown = new StringBuilder();
        value.codePoints()
                .limit(SHOWN_CHARACTERS)
                .forEach(
                        point -> {
                            if (point >= ' ' && point <= '~') {
                                shown.appendCodePoint(point);
                            } else {
                                shown.append("\\u%04x".formatted(point));
                            }
                        });
        return value.codePointCount(0, value.length()) > SHOWN_CHARACTERS
                ? shown.append("…").toString()
                : shown.toString();
    }
}
