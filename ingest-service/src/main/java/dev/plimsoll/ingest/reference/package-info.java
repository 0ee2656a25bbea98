/**
 * The names of images, each with its grammar: host, repository, tag, digest, and the registries we
 * were told to talk to.
 *
 * <p>Does not live here: whether something by that name exists ({@code registry}).
 */
@NullMarked
package dev.plimsoll.ingest.reference;

import org.jspecify.annotations.NullMarked;
