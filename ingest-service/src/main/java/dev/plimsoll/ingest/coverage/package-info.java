/**
 * What registries hold, held against what was scanned: missed pushes are scanned, tags that
 * vanished are told as deleted, and what is not covered is named with the reason. {@code
 * images.assessed}, {@code images.pushed} and {@code images.rescan} in; {@code images.rescan} and
 * {@code images.pushed} out; {@code GET /coverage}.
 *
 * <p>Lives here: the catalogues of registries, the policy that says what is watched, and how a tag
 * stands. Does not live here: scanning ({@code lane}, {@code scan}), and looking again at what was
 * scanned: stored inventories are matched again by analysis, so a digest that was scanned is never
 * asked for again.
 */
@NullMarked
package dev.plimsoll.ingest.coverage;

import org.jspecify.annotations.NullMarked;
