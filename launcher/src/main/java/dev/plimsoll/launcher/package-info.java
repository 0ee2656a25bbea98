/**
 * The quick start: the whole of Plimsoll on one machine, with images to look at and the story told
 * at the end.
 *
 * <p>Does not live here: anything the services do; they are the ones of every installation, in
 * processes of their own, and see nothing of this package but their settings.
 */
@NullMarked
package dev.plimsoll.launcher;

import org.jspecify.annotations.NullMarked;
