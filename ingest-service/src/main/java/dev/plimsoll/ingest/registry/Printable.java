package dev.plimsoll.ingest.registry;

/** Makes text of foreign origin safe to stand in a message: one line, no control codes, short. */
public final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /**
     * Everything but printable ASCII as {@code \}{@code uXXXX}; the middle of a long text is left
     * out.
     */
    public static String of(String text) {
        var shortened =
                text.length() <= MAX_LENGTH
                        ? text
                        : text.substring(0, MAX_LENGTH / 2)
                                + "...("
                                + text.length()
                                + " characters)..."
                                + text.substring(text.length() - MAX_LENGTH / 2);
        var printable = new StringBuilder(shortened.length());
        for (int i = 0; i < shortened.length(); i++) {
            char c = shortened.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                printable.append(c);
            } else {
                printable.append("\\u").append("%04x".formatted((int) c));
            }
        }
        return printable.toString();
    }
}
