/**
 * How an event looks in a Kafka record: Avro single-object encoding, so that a reader needs the
 * released schemas of this jar and no schema server.
 *
 * <p>Does not live here: topics, consumers, retries.
 */
@NullMarked
package dev.plimsoll.schemas.wire;

import org.jspecify.annotations.NullMarked;
