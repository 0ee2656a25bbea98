package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many findings of an image are open, accepted and set aside.
 *
 * @param fixable open ones that have a fixed version
 * @param setAside neither open nor accepted
 */
record Counts(SeverityCounts open, SeverityCounts accepted, int fixable, int setAside) {

    static Counts of(Collection<Finding> present) {
        var open = new EnumMap<Severity, Integer>(Severity.class);
        var accepted = new EnumMap<Severity, Integer>(Severity.class);
        int fixable = 0;
        int setAside = 0;
        for (var finding : present) {
            switch (finding.getDecision()) {
                case OPEN -> {
                    open.merge(finding.getSeverity(), 1, Integer::sum);
                    if (finding.getFixedVersion() != null) {
                        fixable++;
                    }
                }
                case ACCEPTED -> accepted.merge(finding.getSeverity(), 1, Integer::sum);
                case NOT_AFFECTED, NOT_APPLICABLE, NEGLIGIBLE, UNDETERMINED -> setAside++;
            }
        }
        return new Counts(bySeverity(open), bySeverity(accepted), fixable, setAside);
    }

    /** Findings that some rule accepts. */
    static int accepted(Collection<Finding> present) {
        return (int)
                present.stream()
                        .filter(finding -> finding.getDecision() == Decision.ACCEPTED)
                        .count();
    }

    private static SeverityCounts bySeverity(Map<Severity, Integer> counts) {
        return new SeverityCounts(
                counts.getOrDefault(Severity.CRITICAL, 0),
                counts.getOrDefault(Severity.HIGH, 0),
                counts.getOrDefault(Severity.MEDIUM, 0),
                counts.getOrDefault(Severity.LOW, 0),
                counts.getOrDefault(Severity.NEGLIGIBLE, 0),
                counts.getOrDefault(Severity.UNKNOWN, 0));
    }
}
