package dev.plimsoll.analysis.match;

import java.util.List;
import java.util.Random;

/** Generated versions: close to each other, for that is where orders differ. */
final class Versions {

    private static final List<String> WORDS =
            List.of("a", "Z", "rc", "el8", "beta", "git", "b", "module+el8", "alpha", "SNAPSHOT");

    private Versions() {}

    /** Up to four pieces: numbers of all lengths, words, and {@code marks} with a number. */
    static void append(StringBuilder version, Random random, String marks) {
        int pieces = random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            version.append(
                    switch (random.nextInt(6)) {
                        case 0 -> String.valueOf(random.nextInt(200));
                        case 1 -> "00" + random.nextInt(20);
                        case 2 -> String.valueOf(random.nextLong(Long.MAX_VALUE));
                        case 3 -> WORDS.get(random.nextInt(WORDS.size()));
                        default ->
                                marks.charAt(random.nextInt(marks.length()))
                                        + String.valueOf(random.nextInt(12));
                    });
        }
    }

    /** The version with one character more, or another one. */
    static String mutated(String version, Random random) {
        var changed = new StringBuilder(version);
        int start = version.indexOf(':') + 1;
        int position = start + random.nextInt(version.length() - start + 1);
        var piece =
                List.of("~", "^", "+", "0", "1", "9", "a", ".", "00", "z1", "_", "-")
                        .get(random.nextInt(12));
        if (position == version.length() || random.nextBoolean()) {
            changed.insert(position, piece);
        } else {
            changed.setCharAt(position, piece.charAt(0));
        }
        return changed.toString();
    }
}
