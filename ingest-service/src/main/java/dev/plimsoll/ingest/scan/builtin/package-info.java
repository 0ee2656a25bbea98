/**
 * The engine that needs nothing installed: reads an image's layers and makes an inventory of them.
 *
 * <p>Lives here: the one pass over a layer, which gives every file that tells something to its
 * reader as it streams by; the merge of layers; what the merged image has installed, what it no
 * longer has, and who owns a file; traces of how it was built; the image configuration. Does not
 * live here: fetching ({@code registry}), unpacking ({@code scan/layer}), what the files say
 * ({@code scan/system}, {@code scan/rpm}, {@code scan/language}), or what a package is vulnerable
 * to.
 *
 * <p>The tar alone decides. Tables of contents that a layer carries are compared with it (eStargz);
 * those in frames that decompressors skip (zstd:chunked), and indexes that the registry lists as
 * referrers (SOCI), are never looked at.
 *
 * <p>Nothing is written to disk, no name from an image is ever used as a path of this machine, and
 * everything read has a cap ({@link dev.plimsoll.ingest.scan.builtin.ScanLimits}).
 */
@NullMarked
package dev.plimsoll.ingest.scan.builtin;

import org.jspecify.annotations.NullMarked;
