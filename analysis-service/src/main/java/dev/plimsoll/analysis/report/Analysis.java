package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.Words;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the findings that are open or accepted come from. */
record Analysis(
        List<Share> layers, List<Share> roles, List<Share> fixes, List<Share> exploitation) {

    /**
     * The part of the findings that have one class.
     *
     * @param id the class as documents write it
     * @param name the class in words
     */
    record Share(String id, String name, Tally tally, Bar bar) {}

    static Analysis of(List<FindingDocument> carried) {
        return new Analysis(
                shares(
                        carried,
                        LayerOrigin.values(),
                        Analysis::layer,
                        finding -> finding.plimsoll().finding().layer()),
                shares(
                        carried,
                        Role.values(),
                        Analysis::role,
                        finding -> finding.plimsoll().finding().role()),
                shares(
                        carried,
                        FixState.values(),
                        Analysis::fix,
                        finding -> finding.plimsoll().finding().fixState()),
                shares(
                        carried,
                        Exploitation.values(),
                        exploitation -> exploitation.name,
                        finding -> Words.word(Exploitation.of(finding))));
    }

    /** How likely it is that somebody uses the vulnerability, the likeliest first. */
    enum Exploitation {
        KNOWN("Known to be exploited (CISA KEV)"),
        LIKELY("Exploitation likely: EPSS 10 % and more"),
        POSSIBLE("Exploitation possible: EPSS 1 % to 10 %"),
        UNLIKELY("Exploitation unlikely: EPSS below 1 %"),
        NOT_KNOWN("Exploitation not known");

        private static final double LIKELY_FROM = 0.1;
        private static final double POSSIBLE_FROM = 0.01;

        private final String name;

        Exploitation(String name) {
            this.name = name;
        }

        static Exploitation of(FindingDocument finding) {
            if (Traits.exploited(finding)) {
                return KNOWN;
            }
            var epss = finding.plimsoll().epss();
            if (epss == null) {
                return NOT_KNOWN;
            }
            return epss.score() >= LIKELY_FROM
                    ? LIKELY
                    : epss.score() >= POSSIBLE_FROM ? POSSIBLE : UNLIKELY;
        }
    }

    private static <E extends Enum<E>> List<Share> shares(
            List<FindingDocument> carried,
            E[] classes,
            Function<E, String> name,
            Function<FindingDocument, String> classOf) {
        var shares = new ArrayList<Share>();
        for (var each : classes) {
            var id = Words.word(each);
            var tally =
                    Tally.of(
                            carried.stream()
                                    .filter(finding -> classOf.apply(finding).equals(id))
                                    .toList());
            if (tally.total() > 0) {
                shares.add(new Share(id, name.apply(each), tally, Bar.of(tally, carried.size())));
            }
        }
        return List.copyOf(shares);
    }

    private static String layer(LayerOrigin origin) {
        return switch (origin) {
            case BASE -> "Inherited from the base image";
            case OWN -> "Brought in by this image's own build";
            case UNDETERMINED -> "Base or own: the image does not tell";
        };
    }

    private static String role(Role role) {
        return switch (role) {
            case BASE_OS -> "Base operating system";
            case BUILD_TOOL -> "Build tools";
            case SYSTEM_LIBRARY -> "System libraries";
            case RUNTIME_DEPENDENCY -> "Runtime dependencies";
            case APPLICATION -> "Application";
            case DOCUMENTATION -> "Documentation";
            case TRANSITIONAL -> "Transitional packages";
            case KERNEL_HEADERS -> "Kernel headers";
            case UNKNOWN -> "Role not known";
        };
    }

    private static String fix(FixState state) {
        return switch (state) {
            case FIXED -> "Fixed in a newer version";
            case NOT_FIXED -> "No fix yet: awaiting upstream";
            case WONT_FIX -> "Upstream will not fix it";
            case UNKNOWN -> "Fix not known";
            case DEFERRED -> "Fix deferred to the next update of the package";
            case NOT_RELEASED -> "Fix announced, not yet in the archive";
            case REQUIRES_SUBSCRIPTION -> "Fix only with extended support";
            case END_OF_LIFE -> "No longer supported in this release";
        };
    }
}
