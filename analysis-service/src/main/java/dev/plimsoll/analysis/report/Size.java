package dev.plimsoll.analysis.report;

import java.util.Locale;

/** Sizes as people read them. */
final class Size {

    private static final double MEGA = 1_000_000;
    private static final double GIGA = 1_000 * MEGA;

    private Size() {}

    /** "172 MB", "1.3 GB", "0.4 MB". */
    static String words(long bytes) {
        var positive = Math.abs(bytes);
        return positive >= GIGA
                ? String.format(Locale.ROOT, "%.1f GB", positive / GIGA)
                : String.format(
                        Locale.ROOT,
                        positive >= 10 * MEGA ? "%.0f MB" : "%.1f MB",
                        positive / MEGA);
    }
}
