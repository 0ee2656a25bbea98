/** Placeholder, to be replaced by the package of the same name. */
@NullMarked
package dev.plimsoll.ingest.registry;

import org.jspecify.annotations.NullMarked;
