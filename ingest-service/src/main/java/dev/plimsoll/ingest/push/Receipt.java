package dev.plimsoll.ingest.push;

/**
 * What became of the events of one delivery.
 *
 * @param repeated seen before and not published again
 */
record Receipt(int published, int repeated, int ignored, int refused) {}
