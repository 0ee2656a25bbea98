/**
 * What would it buy? Which options take which findings out of an image, as far as the image alone
 * tells, and whether they did once they were taken.
 *
 * <p>Lives here: the packages an option would remove, and predictions held against the next image
 * of the line. Plain functions of an inventory and of findings. Does not live here: what a package
 * is for ({@code classify}), remembering findings ({@code track}), and comparing with other images
 * that were scanned, which is done when a page is read ({@code report}).
 */
@NullMarked
package dev.plimsoll.analysis.advise;

import org.jspecify.annotations.NullMarked;
