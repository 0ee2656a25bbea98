package dev.plimsoll.analysis.access;

import java.util.List;
import java.util.Set;

/**
 * Somebody, or some program, that proved who it is. Knows no secret.
 *
 * @param name as the decision log tells it: printable and short
 * @param images patterns of the images that an {@link Role#OWNER} decides about
 */
public record Account(String name, Set<Role> roles, List<String> images) {

    private static final int LONGEST_NAME = 100;

    public Account {
        if (name.isBlank() || !name.equals(cleaned(name))) {
            throw new IllegalArgumentException(
                    "'%s' is no name of an account: printable characters, at most %d"
                            .formatted(cleaned(name), LONGEST_NAME));
        }
        roles = Set.copyOf(roles);
        images = List.copyOf(images);
    }

    /** May decide about at least some images. */
    public boolean mayDecide() {
        return roles.contains(Role.DECIDER) || roles.contains(Role.OWNER);
    }

    /**
     * A name that somebody else chose, as it may stand in logs: without control characters, line
     * ends and characters that reorder text, and short.
     */
    public static String cleaned(String name) {
        var plain = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_NAME)
                .map(character -> isPrintable(character) ? character : '?')
                .forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }

    private static boolean isPrintable(int character) {
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
