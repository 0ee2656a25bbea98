/**
 * From the bytes of a blob to the entries of its tar: decompress, hash, walk, in constant memory.
 *
 * <p>Lives here: gzip, zstd, tar and the caps on unpacking. Does not live here: what a file means
 * ({@code scan/system}, {@code scan/rpm}, {@code scan/language}), or what layers make together
 * ({@code scan/builtin}).
 */
@NullMarked
package dev.plimsoll.ingest.scan.layer;

import org.jspecify.annotations.NullMarked;
