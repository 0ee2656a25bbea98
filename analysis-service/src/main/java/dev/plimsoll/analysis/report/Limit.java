package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.report.Traits.matching;

import dev.plimsoll.analysis.index.FindingDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Findings that no rebuild of this image takes out, and who could.
 *
 * @param title which
 * @param who in whose hands they are
 * @param packages those with the most findings first, each with its number
 */
record Limit(String title, String who, Tally findings, List<String> packages) {

    private static final int PACKAGES = 10;

    private record Kind(String title, String who, Predicate<FindingDocument> condition) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "In packages of the base image, without a fix",
                            "The distribution has to publish a fix; then the base is rebuilt.",
                            finding -> Traits.inherited(finding) && Traits.awaited(finding)),
                    new Kind(
                            "In packages this image installs, without a fix",
                            "The distribution has to publish a fix; or the package goes.",
                            finding -> Traits.awaited(finding) && !Traits.library(finding)),
                    new Kind(
                            "In libraries of the application, without a fix",
                            "The project has to publish a fix; or the library goes.",
                            finding -> Traits.awaited(finding)),
                    new Kind(
                            "Will not be fixed",
                            "The distribution has decided so: remove the package, take another release, or accept the risk.",
                            finding -> Traits.fix(finding).equals("wont-fix")),
                    new Kind(
                            "Fixed for paying customers, or no longer supported",
                            "Extended support, or another release of the distribution.",
                            finding ->
                                    Traits.fix(finding).equals("requires-subscription")
                                            || Traits.fix(finding).equals("end-of-life")),
                    new Kind(
                            "Whether there is a fix is not known",
                            "The versions could not be compared, or nobody says.",
                            finding -> !Traits.fixed(finding)));

    /** Each finding once, under the first that fits. */
    static List<Limit> of(List<FindingDocument> carried) {
        var limits = new ArrayList<Limit>();
        var left = carried;
        for (var kind : KINDS) {
            var findings = matching(left, kind.condition());
            left = matching(left, kind.condition().negate());
            if (!findings.isEmpty()) {
                limits.add(
                        new Limit(
                                kind.title(), kind.who(), Tally.of(findings), packages(findings)));
            }
        }
        return List.copyOf(limits);
    }

    private static List<String> packages(List<FindingDocument> findings) {
        var counts = new LinkedHashMap<String, Integer>();
        for (var finding : findings) {
            counts.merge(finding.component().name(), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(PACKAGES)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList();
    }
}
