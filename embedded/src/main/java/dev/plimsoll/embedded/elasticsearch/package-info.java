/**
 * A real Elasticsearch node as a child process, with security on.
 *
 * <p>Does not live here: indices and their mappings (analysis-service makes them).
 */
@NullMarked
package dev.plimsoll.embedded.elasticsearch;

import org.jspecify.annotations.NullMarked;
