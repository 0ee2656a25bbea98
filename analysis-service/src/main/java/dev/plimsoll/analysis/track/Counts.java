package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageAssessed;
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

    static Counts of(ImageAssessed assessed) {
        return new Counts(
                assessed.getOpen(),
                assessed.getAccepted(),
                assessed.getFixable(),
                assessed.getSetAside());
    }

    /** These, with {@code gone} taken out and {@code come} put in. */
    Counts with(Counts gone, Counts come) {
        return new Counts(
                with(open, gone.open, come.open),
                with(accepted, gone.accepted, come.accepted),
                fixable - gone.fixable + come.fixable,
                setAside - gone.setAside + come.setAside);
    }

    private static SeverityCounts with(
            SeverityCounts all, SeverityCounts gone, SeverityCounts come) {
        return new SeverityCounts(
                all.getCritical() - gone.getCritical() + come.getCritical(),
                all.getHigh() - gone.getHigh() + come.getHigh(),
                all.getMedium() - gone.getMedium() + come.getMedium(),
                all.getLow() - gone.getLow() + come.getLow(),
                all.getNegligible() - gone.getNegligible() + come.getNegligible(),
                all.getUnknown() - gone.getUnknown() + come.getUnknown());
    }

    /** Present findings, whatever was decided of them. */
    int present() {
        return total(open) + acceptedInAll() + setAside;
    }

    /** Findings that some rule accepts. */
    int acceptedInAll() {
        return total(accepted);
    }

    private static int total(SeverityCounts counts) {
        return counts.getCritical()
                + counts.getHigh()
                + counts.getMedium()
                + counts.getLow()
                + counts.getNegligible()
                + counts.getUnknown();
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
