package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules as they stand, ready to judge findings. Immutable: a changed rule makes a new policy.
 */
public final class AcceptancePolicy {

    private record Rule(RuleChanged text, Scope scope) {}

    private final List<Rule> never;
    private final List<Rule> accept;

    private AcceptancePolicy(List<Rule> never, List<Rule> accept) {
        this.never = List.copyOf(never);
        this.accept = List.copyOf(accept);
    }

    /** Rules that are refused or removed accept nothing and forbid nothing. */
    public static AcceptancePolicy of(Collection<RuleChanged> rules) {
        var never = new ArrayList<Rule>();
        var accept = new ArrayList<Rule>();
        rules.stream()
                .filter(rule -> rule.getState() == RuleState.ACTIVE)
                .sorted(Comparator.comparing(RuleChanged::getId))
                .forEach(
                        rule ->
                                (rule.getKind() == RuleKind.NEVER ? never : accept)
                                        .add(new Rule(rule, Scope.of(rule.getScope()))));
        return new AcceptancePolicy(never, accept);
    }

    /**
     * Judges one finding. A {@code never} rule wins over every {@code accept} rule; of several
     * rules that accept, the first by id decides; of several that would have, a broken guard is
     * told before a lapsed end.
     */
    public Verdict judge(Finding finding, Instant now) {
        for (var rule : never) {
            if (rule.scope().includes(finding)) {
                return new Verdict.Open();
            }
        }
        Verdict.@Nullable GuardBroken broken = null;
        Verdict.@Nullable Lapsed lapsed = null;
        for (var rule : accept) {
            if (!rule.scope().includes(finding)) {
                continue;
            }
            if (!now.isBefore(end(rule.text()))) {
                lapsed = lapsed == null ? new Verdict.Lapsed(rule.text()) : lapsed;
                continue;
            }
            var guard = brokenGuard(rule.text(), finding);
            if (guard == null) {
                return new Verdict.Accepted(rule.text());
            }
            broken = broken == null ? new Verdict.GuardBroken(rule.text(), guard) : broken;
        }
        if (broken != null) {
            return broken;
        }
        return lapsed == null ? new Verdict.Open() : lapsed;
    }

    /**
     * The first end of an acceptance after {@code now}: until then, time alone changes no verdict.
     */
    public Optional<Instant> nextEnd(Instant now) {
        return accept.stream()
                .map(rule -> end(rule.text()))
                .filter(end -> end.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private static Instant end(RuleChanged rule) {
        return Objects.requireNonNull(rule.getUntil(), "an active acceptance has an end");
    }

    /** A guard that cannot be checked does not hold: not knowing is not the same as "no". */
    private static @Nullable String brokenGuard(RuleChanged rule, Finding finding) {
        var kev = rule.getGuards().getKev();
        if (kev != null && !kev.equals(finding.getKev())) {
            return finding.getKev() == null
                    ? "kev: no list of known exploited vulnerabilities is loaded"
                    : "kev: %s is %s"
                            .formatted(
                                    finding.getVulnerability(),
                                    finding.getKev()
                                            ? "known to be exploited"
                                            : "not known to be exploited");
        }
        var epssBelow = rule.getGuards().getEpssBelow();
        if (epssBelow != null) {
            var epss = finding.getEpss();
            if (epss == null) {
                return "epss-below: no exploitation probability is known for "
                        + finding.getVulnerability();
            }
            if (epss >= epssBelow) {
                return "epss-below: %s has %.3f, the rule allows less than %s"
                        .formatted(finding.getVulnerability(), epss, epssBelow);
            }
        }
        return null;
    }
}
