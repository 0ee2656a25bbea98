/**
 * Everything Plimsoll needs around it, on one machine and without Docker: for the quick start and
 * for tests.
 */
@NullMarked
package dev.plimsoll.embedded;

import org.jspecify.annotations.NullMarked;
