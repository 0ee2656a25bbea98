package dev.plimsoll.analysis.classify;

import java.util.Collection;

/** Lists for people. */
final class Words {

    private Words() {}

    /** The first three in order, and how many there are beside. */
    static String some(Collection<String> names) {
        var sorted = names.stream().sorted().toList();
        return sorted.size() <= 3
                ? String.join(", ", sorted)
                : "%s and %d more"
                        .formatted(String.join(", ", sorted.subList(0, 3)), sorted.size() - 3);
    }
}
