package dev.plimsoll.analysis.advisory;

/** Text of a feed as it may be shown in a log or a message. */
final class Printable {

    private static final int CHARACTERS = 120;

    private Printable() {}

    /** Without control characters, and short. */
    static String of(String text) {
        var head = text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS - 1);
        var plain = head.replaceAll("[^\\x20-\\x7e]", "?");
        return head.length() == text.length() ? plain : plain + "…";
    }
}
