/**
 * Sends what the ledger says is planned: at least once, once for receivers that recognise a
 * repetition, and at most once more for the others, for every time a process dies.
 *
 * <p>Lives here: reading the ledger, a queue and a worker for each destination, back-off and giving
 * up. Does not live here: what is sent, and how ({@code channel}).
 */
@NullMarked
package dev.plimsoll.notify.deliver;

import org.jspecify.annotations.NullMarked;
