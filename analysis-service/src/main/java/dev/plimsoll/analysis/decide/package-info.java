/**
 * Who decided what, when and why: the one way in which rules and statements come to hold.
 *
 * <p>Lives here: the book of what holds now, decisions and the log of them, refused attempts too;
 * the folder of rules that is kept equal to the book; the HTTP API; what a changed set of rules
 * would do before it does. Does not live here: what a rule may say and what it means for a finding
 * ({@code accept}), who somebody is ({@code access}), reminding people ({@code review}).
 *
 * <p><b>Two topics.</b> {@code rules.changed} says what holds, {@code decisions.logged} what was
 * decided or refused. A decision is logged first and holds then; its id is made of what was before
 * and what is after, so that a repetition after a crash has the same id.
 *
 * <p><b>Two ways in, one owner for each rule.</b> A rule of a file is changed in its file and
 * nowhere else; a rule of the API is never touched by the folder. Where both want the same id, the
 * first holds and the other one is refused, visibly, until the first is gone.
 */
@NullMarked
package dev.plimsoll.analysis.decide;

import org.jspecify.annotations.NullMarked;
