package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Gap;
import dev.plimsoll.event.ImageStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of holding an inventory against the advisories. */
public sealed interface Matching {

    /**
     * What could be held against advisories was.
     *
     * @param ecosystem of the operating system packages, for example "Debian:12"; null where there
     *     are none that could be matched
     * @param languageEcosystems of the language packages that were matched, sorted
     * @param matches by package, then vulnerability
     * @param gaps what could not be matched; without any, no match means that no advisory applies
     */
    record Matched(
            @Nullable String ecosystem,
            List<String> languageEcosystems,
            List<Match> matches,
            List<Gap> gaps)
            implements Matching {

        public Matched {
            languageEcosystems = List.copyOf(languageEcosystems);
            matches = List.copyOf(matches);
            gaps = List.copyOf(gaps);
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
