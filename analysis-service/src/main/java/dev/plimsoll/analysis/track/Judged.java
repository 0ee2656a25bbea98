package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.event.Finding;

/**
 * A finding with its decision.
 *
 * @param verdict what the rules say; {@link Verdict.Open} for findings that no rule is asked about
 */
record Judged(Finding finding, Verdict verdict) {}
