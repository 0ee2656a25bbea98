/** What does a scan mean: what was found, where it came from, who lives with it, what changed? */
@NullMarked
package dev.plimsoll.analysis;

import org.jspecify.annotations.NullMarked;
