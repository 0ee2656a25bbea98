package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.RuleGuards;
import org.jspecify.annotations.Nullable;

/**
 * What must stay true of a finding for its acceptance to hold. A guard that cannot be checked does
 * not hold: not knowing is not the same as "no".
 */
final class Guards {

    private final @Nullable Boolean kev;
    private final double epssBelow;
    private final @Nullable Double writtenEpss;
    private final boolean untilFix;

    private Guards(RuleGuards guards) {
        this.kev = guards.getKev();
        this.writtenEpss = guards.getEpssBelow();
        this.epssBelow = writtenEpss == null ? 0 : writtenEpss;
        this.untilFix = Boolean.FALSE.equals(guards.getFixAvailable());
    }

    static Guards of(RuleGuards guards) {
        return new Guards(guards);
    }

    boolean hold(Finding finding) {
        if (kev != null && !kev.equals(finding.getKev())) {
            return false;
        }
        if (writtenEpss != null) {
            var epss = finding.getEpss();
            if (epss == null || epss >= epssBelow) {
                return false;
            }
        }
        return !untilFix
                || (finding.getFixState() != FixState.FIXED
                        && finding.getFixState() != FixState.UNKNOWN);
    }

    /** Which of them does not hold, in words; null if all do. */
    @Nullable String broken(Finding finding) {
        var vulnerability = finding.getVulnerability();
        if (kev != null && !kev.equals(finding.getKev())) {
            return finding.getKev() == null
                    ? "kev: no list of known exploited vulnerabilities is loaded"
                    : "kev: %s is %s"
                            .formatted(
                                    vulnerability,
                                    finding.getKev()
                                            ? "known to be exploited"
                                            : "not known to be exploited");
        }
        if (writtenEpss != null) {
            var epss = finding.getEpss();
            if (epss == null) {
                return "epss-below: no exploitation probability is known for " + vulnerability;
            }
            if (epss >= epssBelow) {
                return "epss-below: %s has %.3f, the rule allows less than %s"
                        .formatted(vulnerability, epss, writtenEpss);
            }
        }
        if (untilFix && finding.getFixState() == FixState.FIXED) {
            return "fix-available: %s is fixed in %s"
                    .formatted(vulnerability, finding.getFixedVersion());
        }
        if (untilFix && finding.getFixState() == FixState.UNKNOWN) {
            return "fix-available: it is not known whether %s has a fix".formatted(vulnerability);
        }
        return null;
    }
}
