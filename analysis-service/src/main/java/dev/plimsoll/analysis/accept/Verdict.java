package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.VexStated;

/** What rules and statements say of one finding at one instant. */
public sealed interface Verdict {

    /** No rule speaks for it. */
    record Open() implements Verdict {}

    /** {@code rule}, a {@code never} rule, speaks against any decision: it stays open. */
    record Forbidden(RuleChanged rule) implements Verdict {}

    /** {@code statement} says that it does not matter here. */
    record NotAffected(VexStated statement) implements Verdict {}

    /** {@code rule} lives with it. */
    record Accepted(RuleChanged rule) implements Verdict {}

    /** {@code rule} would, but its end has passed. */
    record Lapsed(RuleChanged rule) implements Verdict {}

    /** {@code rule} would, but {@code guard} does not hold (any more), in words. */
    record GuardBroken(RuleChanged rule, String guard) implements Verdict {}
}
