/**
 * Components held against advisories: which vulnerabilities does an inventory have, and why?
 *
 * <p>Lives here: the ecosystem of a distribution and of a language, version order, the evaluation
 * of affected ranges, the merging of advisories that speak of one vulnerability, severity. Every
 * decision leaves a sentence of evidence that starts with the key of its rule (D: all, and
 * Debian's; A: Alpine; R: rpm; U: Ubuntu), and the same decisions answer why something is no match
 * ({@link dev.plimsoll.analysis.match.Explanation}).
 *
 * <p>Does not live here: where advisories come from ({@code advisory}), who remembers them ({@code
 * track}), and what anybody decided about a match ({@code accept}).
 */
@NullMarked
package dev.plimsoll.analysis.match;

import org.jspecify.annotations.NullMarked;
