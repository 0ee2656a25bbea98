package dev.plimsoll.analysis.index;

import java.util.Locale;

/** Members of closed sets as they are written in documents, exports and pages. */
public final class Words {

    private Words() {}

    /** Lower case with hyphens: {@code NOT_FIXED} is written "not-fixed". */
    public static String word(Enum<?> member) {
        return member.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The member that {@link #word} wrote.
     *
     * @throws IllegalArgumentException if no member is written so
     */
    public static <E extends Enum<E>> E member(Class<E> set, String word) {
        for (var member : set.getEnumConstants()) {
            if (word(member).equals(word)) {
                return member;
            }
        }
        throw new IllegalArgumentException(
                "'%s' is not one of the words for %s".formatted(word, set.getSimpleName()));
    }
}
