/**
 * Tells owners which of their rules they have to look at again.
 *
 * <p>Lives here: who hears of the reviews of an owner, and the one alert that a summary becomes.
 * Does not live here: which rules are due, and when again (analysis-service), what a message looks
 * like ({@code channel}), sending it ({@code deliver}).
 */
@NullMarked
package dev.plimsoll.notify.review;

import org.jspecify.annotations.NullMarked;
