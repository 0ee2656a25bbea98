/**
 * Scans that somebody asks for by hand: {@code POST /scans} in, {@code images.rescan} out.
 *
 * <p>Does not live here: scanning ({@code lane}, {@code scan}).
 */
@NullMarked
package dev.plimsoll.ingest.rescan;

import org.jspecify.annotations.NullMarked;
