/**
 * The door: who may post to this service, and how large and how deep a body may be.
 *
 * <p>Does not live here: which endpoint asks for which secret, and what bodies mean.
 */
@NullMarked
package dev.plimsoll.ingest.access;

import org.jspecify.annotations.NullMarked;
