package dev.plimsoll.analysis.accept;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Does one pattern match nothing but what another one matches? Of the parts of {@link ImageGlob}:
 * {@code *} for any characters but a slash, {@code **} for any, {@code ?} for one that is no slash.
 *
 * <p>Both patterns read the same text at the same time, all texts at once: the narrow one as it is,
 * of the wide one every place it can be at. If the narrow one can end where the wide one cannot,
 * the answer is no. Characters that neither pattern names behave alike, so one of them stands for
 * all.
 */
final class GlobInclusion {

    /** Of patterns made to be hard; people's patterns need some hundred. */
    private static final int MOST_STEPS = 200_000;

    private static final char SLASH = '/';

    /** No name of an image holds it. */
    private static final char ANY_OTHER = '\0';

    private final String narrow;
    private final String wide;

    private record Place(BitSet narrow, BitSet wide) {}

    private GlobInclusion(String narrow, String wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    /** False also where it would take too long to find out. */
    static boolean isWithin(String narrow, String wide) {
        return new GlobInclusion(narrow, wide).holds();
    }

    private boolean holds() {
        var alphabet = new HashSet<Character>();
        (narrow + wide).chars().forEach(c -> alphabet.add((char) c));
        alphabet.remove('*');
        alphabet.remove('?');
        alphabet.add(SLASH);
        alphabet.add(ANY_OTHER);

        Set<Place> seen = new HashSet<>();
        var open = new ArrayDeque<Place>();
        open.add(new Place(start(narrow), start(wide)));
        int steps = 0;
        while (!open.isEmpty()) {
            var place = open.remove();
            if (!seen.add(place)) {
                continue;
            }
            if (place.narrow().get(narrow.length()) && !place.wide().get(wide.length())) {
                return false;
            }
            for (char c : alphabet) {
                if (++steps > MOST_STEPS) {
                    return false;
                }
                var next = step(narrow, place.narrow(), c);
                if (!next.isEmpty()) {
                    open.add(new Place(next, step(wide, place.wide(), c)));
                }
            }
        }
        return true;
    }

    private static BitSet start(String glob) {
        var places = new BitSet();
        enter(glob, 0, places);
        return places;
    }

    /** A wildcard of many characters may stand for none. */
    private static void enter(String glob, int at, BitSet places) {
        places.set(at);
        if (at < glob.length() && glob.charAt(at) == '*') {
            enter(glob, at + width(glob, at), places);
        }
    }

    private static BitSet step(String glob, BitSet places, char c) {
        var next = new BitSet();
        for (int at = places.nextSetBit(0);
                at >= 0 && at < glob.length();
                at = places.nextSetBit(at + 1)) {
            char token = glob.charAt(at);
            if (token == '*') {
                if (width(glob, at) == 2 || c != SLASH) {
                    enter(glob, at, next);
                }
            } else if (token == '?' ? c != SLASH : c == token) {
                enter(glob, at + 1, next);
            }
        }
        return next;
    }

    /** Of the wildcard there, read from the left as {@link ImageGlob} does. */
    private static int width(String glob, int at) {
        return at + 1 < glob.length() && glob.charAt(at + 1) == '*' ? 2 : 1;
    }
}
