/**
 * Components held against advisories: which vulnerabilities does an inventory have, and why?
 *
 * <p>Lives here: the ecosystem of a distribution, version order, the evaluation of affected ranges,
 * the merging of advisories that speak of one vulnerability, severity. Every decision leaves a
 * sentence of evidence that starts with the key of its rule (D: Debian, A: Alpine).
 *
 * <p>Does not live here: where advisories come from ({@code advisory}), who remembers them ({@code
 * track}), and what anybody decided about a match ({@code accept}).
 */
@NullMarked
package dev.plimsoll.analysis.match;

import org.jspecify.annotations.NullMarked;
