/** What happened in the registry, and what did a scanner see? */
@NullMarked
package dev.plimsoll.ingest;

import org.jspecify.annotations.NullMarked;
