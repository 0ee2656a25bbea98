/**
 * The engine that needs nothing installed: reads an image's layers and makes an inventory of them.
 *
 * <p>Lives here: one streaming pass per layer (decompress, hash, tar), the merge of layers over a
 * path-only index, the package databases of dpkg and apk, os-release, and the image configuration.
 * Does not live here: fetching ({@code registry}), or what a package is vulnerable to.
 *
 * <p>Nothing is written to disk, no name from an image is ever used as a path of this machine, and
 * everything read has a cap ({@link dev.plimsoll.ingest.scan.builtin.ScanLimits}).
 */
@NullMarked
package dev.plimsoll.ingest.scan.builtin;

import org.jspecify.annotations.NullMarked;
