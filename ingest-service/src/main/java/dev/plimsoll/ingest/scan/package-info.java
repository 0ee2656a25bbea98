/** Placeholder, to be replaced by the package of the same name. */
@NullMarked
package dev.plimsoll.ingest.scan;

import org.jspecify.annotations.NullMarked;
