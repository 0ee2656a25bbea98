/**
 * Events on their way into Kafka: the one producer, its acknowledgements, the ids of events, and
 * the check of the topics before anything is read or written.
 *
 * <p>Does not live here: what the events say.
 */
@NullMarked
package dev.plimsoll.ingest.publish;

import org.jspecify.annotations.NullMarked;
