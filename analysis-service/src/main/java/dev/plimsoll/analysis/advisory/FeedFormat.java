package dev.plimsoll.analysis.advisory;

import java.util.Locale;
import java.util.Optional;

/** How the records of a feed are packed. */
enum FeedFormat {
    ZIP,
    JSON_LINES,
    JSON,
    /** Read last: only the scores of vulnerabilities that some advisory names are kept. */
    CSV;

    static Optional<FeedFormat> of(String fileName) {
        var name = withoutGzip(fileName);
        if (name.endsWith(".zip")) {
            return Optional.of(ZIP);
        }
        if (name.endsWith(".jsonl")) {
            return Optional.of(JSON_LINES);
        }
        if (name.endsWith(".json") || name.endsWith("/json")) {
            return Optional.of(JSON);
        }
        return name.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
    }

    static boolean isGzip(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private static String withoutGzip(String fileName) {
        var name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
