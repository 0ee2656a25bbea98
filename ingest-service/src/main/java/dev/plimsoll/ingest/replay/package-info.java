/**
 * Dead letters get a second life: {@code java -jar ingest-service.jar --replay=images.pushed.dlq}.
 *
 * <p>Does not live here: how they died ({@code lane}).
 */
@NullMarked
package dev.plimsoll.ingest.replay;

import org.jspecify.annotations.NullMarked;
