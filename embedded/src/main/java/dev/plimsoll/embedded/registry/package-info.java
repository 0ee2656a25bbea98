/**
 * A small container registry: the distribution API over files, with push, pull and delete
 * notifications as CNCF Distribution 2.8 sends them.
 *
 * <p>Does not live here: making or pushing images ({@code image}).
 */
@NullMarked
package dev.plimsoll.embedded.registry;

import org.jspecify.annotations.NullMarked;
