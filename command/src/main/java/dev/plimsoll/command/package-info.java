/**
 * The command {@code ./plimsoll}: asks a running Plimsoll over its API, from a terminal or a build
 * pipeline.
 *
 * <p>Lives here: arguments, one class for each question, how an answer looks. Does not live here:
 * judging anything; the service does that. A token comes from the environment or a file and is
 * never printed.
 */
@NullMarked
package dev.plimsoll.command;

import org.jspecify.annotations.NullMarked;
