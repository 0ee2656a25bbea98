/**
 * The two lanes of scans, pushes and requests: what is read from Kafka, how often it is tried
 * again, and what becomes of it when that does not help.
 *
 * <p>Does not live here: how an image is scanned ({@code scan}).
 */
@NullMarked
package dev.plimsoll.ingest.lane;

import org.jspecify.annotations.NullMarked;
