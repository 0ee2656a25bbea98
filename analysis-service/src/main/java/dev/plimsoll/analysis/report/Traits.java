package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** What options and analysis ask of a finding. */
final class Traits {

    /** States in which nothing can be installed yet, and something may come. */
    private static final Set<String> AWAITED = Set.of("not-fixed", "deferred", "not-released");

    private Traits() {}

    static String fix(FindingDocument finding) {
        return finding.plimsoll().finding().fixState();
    }

    static String layer(FindingDocument finding) {
        return finding.plimsoll().finding().layer();
    }

    static String role(FindingDocument finding) {
        return finding.plimsoll().finding().role();
    }

    static boolean fixed(FindingDocument finding) {
        return fix(finding).equals("fixed");
    }

    static boolean awaited(FindingDocument finding) {
        return AWAITED.contains(fix(finding));
    }

    static boolean inherited(FindingDocument finding) {
        return layer(finding).equals("base");
    }

    /** Whether it is in a library of the application, and not in a package of the system. */
    static boolean library(FindingDocument finding) {
        return !KnownIssues.paths(finding.plimsoll().component()).isEmpty();
    }

    static boolean accepted(FindingDocument finding) {
        return finding.plimsoll().decision().state().equals("accepted");
    }

    static boolean exploited(FindingDocument finding) {
        var kev = finding.plimsoll().kev();
        return kev != null && kev.listed();
    }

    /** Whether the analysis found that the option takes it out. */
    static boolean clearedBy(FindingDocument finding, String option) {
        var options = finding.plimsoll().finding().clearedBy();
        return options != null && options.contains(option);
    }

    /** Since when it waits: for what was without a fix from the start, since it was published. */
    static Instant waitingSince(FindingDocument finding) {
        var state = finding.plimsoll().finding();
        return Objects.requireNonNullElse(state.fixStateSince(), state.firstSeen());
    }

    /** The same flaw in the same package, whatever the image. */
    static String flaw(FindingDocument finding) {
        return finding.vulnerability().id() + " " + finding.component().name();
    }

    static String id(FindingDocument finding) {
        return finding.event().id();
    }

    static List<FindingDocument> matching(
            List<FindingDocument> findings, Predicate<FindingDocument> condition) {
        return findings.stream().filter(condition).toList();
    }
}
