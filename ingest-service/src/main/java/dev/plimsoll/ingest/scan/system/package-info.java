/**
 * What the files of a distribution say: which one it is, what it has installed, which files those
 * packages own and where they come from.
 *
 * <p>Lives here: dpkg, apk, os-release, repositories. Does not live here: rpm's databases ({@code
 * scan/rpm}), packages of programming languages ({@code scan/language}), or where in an image such
 * a file lies ({@code scan/builtin}).
 */
@NullMarked
package dev.plimsoll.ingest.scan.system;

import org.jspecify.annotations.NullMarked;
