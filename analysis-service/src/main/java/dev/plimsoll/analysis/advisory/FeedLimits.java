package dev.plimsoll.analysis.advisory;

/**
 * What a feed may cost.
 *
 * @param fileBytes as it lies there or comes; beyond it the feed is refused
 * @param feedBytes all of it, uncompressed; beyond it the feed is refused
 * @param recordBytes one record, uncompressed; beyond it the record is broken
 * @param records in one feed; beyond it the feed is refused
 */
record FeedLimits(long fileBytes, long feedBytes, int recordBytes, long records) {

    /** About ten times what osv.dev publishes for its largest ecosystem. */
    static final FeedLimits DEFAULT = new FeedLimits(2L << 30, 8L << 30, 8 << 20, 2_000_000);
}
