/**
 * The measurements: all of Plimsoll runs on this machine and is looked at from outside, through its
 * topics, its indices, its alerts and {@code /proc}.
 *
 * <p>Does not live here: how the parts are started, see {@link dev.plimsoll.launcher.Installation};
 * measurements of a single class.
 */
@NullMarked
package dev.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
