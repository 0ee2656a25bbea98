/**
 * Scans that nobody's push asks for: by hand, {@code POST /scans}, and of the watch list, which is
 * scanned on a schedule. {@code images.rescan} out.
 *
 * <p>Does not live here: scanning ({@code lane}, {@code scan}).
 */
@NullMarked
package dev.plimsoll.ingest.rescan;

import org.jspecify.annotations.NullMarked;
