/**
 * Remembers what was planned, tried, sent and given up: one record for each alert and destination,
 * in the compacted topic {@code alerts.ledger}. {@code PLANNED -> SENDING -> SENT | FAILED}.
 *
 * <p>Lives here: how the records of a partition add up to a state, and writing them. Does not live
 * here: sending anything ({@code deliver}).
 */
@NullMarked
package dev.plimsoll.notify.ledger;

import org.jspecify.annotations.NullMarked;
