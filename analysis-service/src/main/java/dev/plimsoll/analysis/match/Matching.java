package dev.plimsoll.analysis.match;

import dev.plimsoll.event.ImageStatus;
import java.util.List;

/** What came of holding an inventory against the advisories. */
public sealed interface Matching {

    /**
     * The advisories of the release were there; no match means that none applies.
     *
     * @param ecosystem for example "Debian:12"
     * @param matches by package, then vulnerability
     */
    record Matched(String ecosystem, List<Match> matches) implements Matching {

        public Matched {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Nothing can be said of the image, least of all that it is clean.
     *
     * @param status {@link ImageStatus#UNSUPPORTED} or {@link ImageStatus#STALE}
     * @param reason stable code: DISTRO_UNKNOWN, ADVISORIES_MISSING
     */
    record NotMatchable(ImageStatus status, String reason, String message) implements Matching {}
}
