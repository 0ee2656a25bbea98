/**
 * Turns a push into reports of what scanners saw.
 *
 * <p>Lives here: resolving a push to the images of the configured platforms, and one folder per
 * engine that reads them; what others say of them beside them in the registry. Does not live here:
 * where pushes come from ({@code push}) and what reports mean (the analysis service).
 */
@NullMarked
package dev.plimsoll.ingest.scan;

import org.jspecify.annotations.NullMarked;
