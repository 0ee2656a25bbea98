/**
 * The topics: names, keys, partitions, retention, and the check that a cluster has them so.
 *
 * <p>Does not live here: who consumes them and how.
 */
@NullMarked
package dev.plimsoll.schemas.topic;

import org.jspecify.annotations.NullMarked;
