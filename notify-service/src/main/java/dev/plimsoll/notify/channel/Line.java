package dev.plimsoll.notify.channel;

/** Text from elsewhere, made fit for a message. */
final class Line {

    private Line() {}

    /**
     * One line of at most {@code limit} characters, without control and direction characters: they
     * would break a header, or make a name look like another.
     */
    static String of(String text, int limit) {
        var line = new StringBuilder(Math.min(text.length(), limit));
        text.codePoints()
                .map(character -> isShown(character) ? character : ' ')
                .limit(limit + 1L)
                .forEach(line::appendCodePoint);
        var cut = line.codePointCount(0, line.length()) > limit;
        return cut
                ? line.substring(0, line.offsetByCodePoints(0, limit - 1)) + "…"
                : line.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
