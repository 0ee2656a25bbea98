/**
 * Talks to container registries: the distribution API, and nothing it was not told to talk to.
 *
 * <p>Lives here: the allow-list of registries, authentication, redirects, manifests, blobs whose
 * digest and size are verified while they are read, and the stable reasons for refusing content.
 * Does not live here: what is inside a layer ({@code scan}) or who told us of a push ({@code
 * push}).
 *
 * <p>Everything a registry answers is untrusted: names are checked against their grammar before
 * they become part of a URL, bodies have a cap and a deadline, credentials never leave their host.
 */
@NullMarked
package dev.plimsoll.ingest.registry;

import org.jspecify.annotations.NullMarked;
