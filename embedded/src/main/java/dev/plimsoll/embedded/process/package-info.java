/**
 * Child processes that never outlive this one, and the ports they listen on.
 *
 * <p>Does not live here: what the processes are.
 */
@NullMarked
package dev.plimsoll.embedded.process;

import org.jspecify.annotations.NullMarked;
