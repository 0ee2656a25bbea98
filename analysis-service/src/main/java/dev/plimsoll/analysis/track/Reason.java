package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Cause;

/**
 * Why an image is assessed.
 *
 * @param detail in words
 */
record Reason(Cause cause, String detail) {}
