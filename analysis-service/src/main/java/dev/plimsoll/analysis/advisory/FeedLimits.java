package dev.plimsoll.analysis.advisory;

/**
 * What a feed may cost.
 *
 * @param feedBytes all of it, compressed or not; beyond it the feed is refused
 * @param recordBytes one record, uncompressed; beyond it the record is broken
 * @param records in one feed; beyond it the feed is refused
 */
record FeedLimits(long feedBytes, int recordBytes, long records) {

    /** About ten times what osv.dev publishes for its largest ecosystem. */
    static final FeedLimits DEFAULT = new FeedLimits(8L << 30, 8 << 20, 2_000_000);
}
