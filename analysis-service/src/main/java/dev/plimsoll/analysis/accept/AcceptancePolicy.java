package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules and VEX statements as they stand, ready to judge findings. Immutable: a changed rule
 * makes a new policy.
 */
public final class AcceptancePolicy {

    private record Rule(RuleChanged text, Scope scope, @Nullable Condition when) {

        static Rule of(RuleChanged rule) {
            var when = rule.getWhen();
            return new Rule(
                    rule, Scope.of(rule.getScope()), when == null ? null : Condition.parse(when));
        }
    }

    private record Statement(VexStated text, List<ImageGlob> images, Purls components) {

        static Statement of(VexStated text) {
            return new Statement(
                    text,
                    text.getImages().stream().map(ImageGlob::parse).toList(),
                    Purls.of(text.getComponents()));
        }

        boolean isAbout(Finding finding) {
            return text.getVulnerabilities().stream()
                            .anyMatch(id -> Scope.isVulnerability(finding, id))
                    && images.stream().anyMatch(image -> image.matches(finding.getImage()))
                    && components.include(finding);
        }
    }

    /**
     * Of statements about the same, the last word counts; of two of one time, the one that hides
     * less.
     */
    private static final Comparator<VexStated> LATEST_FIRST =
            Comparator.comparing(VexStated::getStatedAt)
                    .reversed()
                    .thenComparing(statement -> statement.getStatus() == VexStatus.NOT_AFFECTED)
                    .thenComparing(VexStated::getId);

    private final List<Rule> never;
    private final List<Rule> accept;
    private final List<Statement> statements;

    /** What an image says of itself; the organisation's own statements come first. */
    private final List<Statement> attached;

    private AcceptancePolicy(
            List<Rule> never,
            List<Rule> accept,
            List<Statement> statements,
            List<Statement> attached) {
        this.never = List.copyOf(never);
        this.accept = List.copyOf(accept);
        this.statements = List.copyOf(statements);
        this.attached = List.copyOf(attached);
    }

    /** Rules and statements that are refused or removed accept nothing and forbid nothing. */
    public static AcceptancePolicy of(
            Collection<RuleChanged> rules, Collection<VexStated> statements) {
        var never = new ArrayList<Rule>();
        var accept = new ArrayList<Rule>();
        rules.stream()
                .filter(rule -> rule.getState() == RuleState.ACTIVE)
                .filter(rule -> rule.getScope().getChecks().isEmpty())
                .sorted(Comparator.comparing(RuleChanged::getId))
                .forEach(
                        rule ->
                                (rule.getKind() == RuleKind.NEVER ? never : accept)
                                        .add(Rule.of(rule)));
        return new AcceptancePolicy(never, accept, active(statements), List.of());
    }

    /**
     * The same, with what one image says of itself. About what the organisation has stated, such a
     * statement says nothing.
     */
    public AcceptancePolicy with(Collection<VexStated> statementsOfTheImage) {
        return new AcceptancePolicy(never, accept, statements, active(statementsOfTheImage));
    }

    private static List<Statement> active(Collection<VexStated> statements) {
        return statements.stream()
                .filter(statement -> statement.getState() == RuleState.ACTIVE)
                .sorted(LATEST_FIRST)
                .map(Statement::of)
                .toList();
    }

    /**
     * Judges one finding. A {@code never} rule wins over everything, a statement that it is not
     * affected over every {@code accept} rule; of several rules that accept, the first by id
     * decides; of several that would have, a broken guard is told before a lapsed end.
     */
    public Verdict judge(Finding finding, Instant now) {
        for (var rule : never) {
            // A condition that cannot be told forbids: not knowing is not the same as "no".
            if (rule.scope().includes(finding)
                    && !(ask(rule, finding) instanceof Condition.Answer.No)) {
                return new Verdict.Forbidden(rule.text());
            }
        }
        var statement = statement(finding);
        if (statement != null && statement.getStatus() == VexStatus.NOT_AFFECTED) {
            return new Verdict.NotAffected(statement);
        }
        return accepted(finding, now);
    }

    private Verdict accepted(Finding finding, Instant now) {
        Verdict.@Nullable GuardBroken broken = null;
        Verdict.@Nullable Lapsed lapsed = null;
        for (var rule : accept) {
            if (!rule.scope().includes(finding)) {
                continue;
            }
            var answer = ask(rule, finding);
            if (answer instanceof Condition.Answer.No) {
                continue;
            }
            if (!now.isBefore(end(rule.text()))) {
                lapsed = lapsed == null ? new Verdict.Lapsed(rule.text()) : lapsed;
                continue;
            }
            var guard =
                    answer instanceof Condition.Answer.Failed(var why)
                            ? "when: cannot be told: " + why
                            : brokenGuard(rule.text(), finding);
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

    private static Condition.Answer ask(Rule rule, Finding finding) {
        return rule.when() == null ? Condition.Answer.YES : rule.when().ask(finding);
    }

    /**
     * The last word on a finding, whatever it says: only {@link VexStatus#NOT_AFFECTED} decides
     * anything. That it is {@code fixed} is for the matcher to see, which looks at what is
     * installed; {@code affected} and {@code under_investigation} say what an open finding says.
     * They are shown with the finding, as evidence.
     */
    public @Nullable VexStated statement(Finding finding) {
        for (var from : List.of(statements, attached)) {
            for (var statement : from) {
                if (statement.isAbout(finding)) {
                    return statement.text();
                }
            }
        }
        return null;
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
        var fixAvailable = rule.getGuards().getFixAvailable();
        if (fixAvailable != null && !fixAvailable) {
            if (finding.getFixState() == FixState.FIXED) {
                return "fix-available: %s is fixed in %s"
                        .formatted(finding.getVulnerability(), finding.getFixedVersion());
            }
            if (finding.getFixState() == FixState.UNKNOWN) {
                return "fix-available: it is not known whether %s has a fix"
                        .formatted(finding.getVulnerability());
            }
        }
        return null;
    }
}
