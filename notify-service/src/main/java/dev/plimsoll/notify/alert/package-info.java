/**
 * Decides which changes are worth an alert, and makes one alert of everything that one push (or one
 * advisory, or one ended acceptance) did to one image.
 *
 * <p>Lives here: the policy, the plan, the identity of an alert. Does not live here: what a message
 * looks like ({@code channel}), whether it was sent ({@code ledger}), sending it ({@code deliver}).
 */
@NullMarked
package dev.plimsoll.notify.alert;

import org.jspecify.annotations.NullMarked;
