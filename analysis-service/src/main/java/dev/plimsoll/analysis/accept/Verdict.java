package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;

/** What the rules say of one finding at one instant. */
public sealed interface Verdict {

    /** No rule speaks for it, or a {@code never} rule speaks against it. */
    record Open() implements Verdict {}

    /** {@code rule} lives with it. */
    record Accepted(RuleChanged rule) implements Verdict {}

    /** {@code rule} would, but its end has passed. */
    record Lapsed(RuleChanged rule) implements Verdict {}

    /** {@code rule} would, but {@code guard} does not hold (any more), in words. */
    record GuardBroken(RuleChanged rule, String guard) implements Verdict {}
}
