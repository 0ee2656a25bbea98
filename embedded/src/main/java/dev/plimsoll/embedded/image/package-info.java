/**
 * Container images in plain Java: made from files, read from archives, pushed to a registry.
 *
 * <p>Does not live here: pulling and reading an image's content (that is what is being tested).
 */
@NullMarked
package dev.plimsoll.embedded.image;

import org.jspecify.annotations.NullMarked;
