/**
 * Review campaigns: which rules somebody has to look at again, who is told of it and when, and the
 * page and the API by which they decide.
 *
 * <p>Lives here: the calendar of reviews, the summaries ({@code reviews.due}), the reviews page.
 * Does not live here: what a rule is and what it accepts ({@code accept}), the decision itself and
 * the log of it ({@code decide}), telling people (notify-service).
 *
 * <p>A review date is not an end. On the end, an acceptance lapses by itself; on the review date
 * somebody has to look at it and decide: renew, revoke, or hand over. Until somebody does, the
 * acceptance goes on and people are reminded.
 *
 * <p><b>Told once.</b> What was told is what {@code reviews.due} holds: it is read from its
 * beginning before anything is written. One instance at a time writes it, the one to which the
 * topic's only partition is assigned. Should two write the same summary all the same, both have the
 * same id, and readers take it once.
 */
@NullMarked
package dev.plimsoll.analysis.review;

import org.jspecify.annotations.NullMarked;
