package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A rule ready to judge findings, with the verdicts that it can give. */
final class Rule {

    private final RuleChanged text;
    private final Scope scope;
    private final Guards guards;
    private final @Nullable Condition when;
    private final boolean never;
    private final @Nullable Instant end;
    private final long endSecond;
    private final int endNano;
    private final Verdict forbidden;
    private final Verdict accepted;
    private final Verdict lapsed;

    /**
     * @throws IllegalArgumentException if it cannot be understood
     */
    Rule(RuleChanged text) {
        this.text = text;
        this.scope = Scope.of(text.getScope());
        this.guards = Guards.of(text.getGuards());
        this.when = text.getWhen() == null ? null : Condition.parse(text.getWhen());
        this.never = text.getKind() == RuleKind.NEVER;
        this.end = text.getUntil();
        this.endSecond = end == null ? Long.MAX_VALUE : end.getEpochSecond();
        this.endNano = end == null ? 0 : end.getNano();
        this.forbidden = new Verdict.Forbidden(text);
        this.accepted = new Verdict.Accepted(text);
        this.lapsed = new Verdict.Lapsed(text);
        if (!never && end == null) {
            throw new IllegalArgumentException("an acceptance has an end");
        }
    }

    RuleChanged text() {
        return text;
    }

    Scope scope() {
        return scope;
    }

    boolean isNever() {
        return never;
    }

    /** First instant at which it no longer holds; null for a {@code never} rule, which has none. */
    @Nullable Instant end() {
        return end;
    }

    /** The condition's answer; without one, yes. */
    Condition.Answer ask(Finding finding) {
        return when == null ? Condition.Answer.YES : when.ask(finding);
    }

    boolean hasEnded(Instant now) {
        long second = now.getEpochSecond();
        return second > endSecond || second == endSecond && now.getNano() >= endNano;
    }

    Guards guards() {
        return guards;
    }

    Verdict forbidden() {
        return forbidden;
    }

    Verdict accepted() {
        return accepted;
    }

    Verdict lapsed() {
        return lapsed;
    }

    Verdict broken(Finding finding) {
        if (ask(finding) instanceof Condition.Answer.Failed(var why)) {
            return new Verdict.GuardBroken(text, "when: cannot be told: " + why);
        }
        return new Verdict.GuardBroken(text, String.valueOf(guards.broken(finding)));
    }
}
