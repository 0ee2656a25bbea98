/**
 * Checks how an image is built and runs, beside what is in it: its user, its tag, its health check,
 * its environment.
 *
 * <p>Does not live here: anything about components.
 */
@NullMarked
package dev.plimsoll.analysis.posture;

import org.jspecify.annotations.NullMarked;
