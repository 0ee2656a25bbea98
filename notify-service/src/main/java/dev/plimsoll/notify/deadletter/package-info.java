/**
 * Where records go that a consumer cannot process: {@code <topic>.dlq}, with their original bytes
 * and the cause in headers, and the partition goes on.
 *
 * <p>Lives here: the one error handler of all consumer bindings. Does not live here: alerts that
 * were given up ({@code ledger}).
 */
@NullMarked
package dev.plimsoll.notify.deadletter;

import org.jspecify.annotations.NullMarked;
