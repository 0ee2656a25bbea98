/**
 * Decides which findings somebody has accepted, by which rule and until when.
 *
 * <p>Lives here: reading rules from YAML, refusing those that say too little, the log of rules, and
 * the policy that applies them. Does not live here: remembering findings ({@code track}) or telling
 * anybody.
 */
@NullMarked
package dev.plimsoll.analysis.accept;

import org.jspecify.annotations.NullMarked;
