/**
 * Finds the packages of programming languages in single files of an image, each read in one pass.
 *
 * <p>Lives here: Java archives, Python metadata, npm manifests and lock files, Go and Rust
 * programs, and what is believed of each. Does not live here: which files are still there in the
 * merged image and who owns them ({@code builtin}), or what a package is vulnerable to.
 *
 * <table>
 * <caption>What a file tells</caption>
 * <tr><th>file</th><th>packages</th></tr>
 * <tr><td>{@code .jar .war .ear …}, also inside each other</td><td>{@code pom.properties}, else the
 * folder of {@code META-INF/maven}, else manifest and file name</td></tr>
 * <tr><td>{@code *.dist-info/METADATA}, {@code *.egg-info[/PKG-INFO]}, {@code EGG-INFO/PKG-INFO},
 * also inside {@code .whl} and {@code .egg}</td><td>{@code Name} and {@code Version}</td></tr>
 * <tr><td>{@code package.json} of a folder directly below {@code node_modules}</td><td>{@code name}
 * and {@code version}: what is installed</td></tr>
 * <tr><td>{@code package-lock.json}, {@code npm-shrinkwrap.json}, {@code yarn.lock}, {@code
 * pnpm-lock.yaml} of an application</td><td>what is locked, without what is marked as for
 * development only</td></tr>
 * <tr><td>ELF program with Go build info</td><td>modules, replacements applied, and {@code
 * stdlib}</td></tr>
 * <tr><td>ELF program built by cargo-auditable</td><td>crates that are not for building
 * only</td></tr>
 * </table>
 *
 * <p>Nothing is written to disk, memory does not depend on a file's size, and whatever a file
 * holds, reading it ends with packages and gaps, never with an exception.
 */
@NullMarked
package dev.plimsoll.ingest.scan.language;

import org.jspecify.annotations.NullMarked;
