package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import org.jspecify.annotations.Nullable;

/**
 * How an image stands, in one word and one honest sentence.
 *
 * @param word clean, affected, stale, failed, unsupported or deleted
 * @param sentence what the word means for the counts beside it
 * @param reason stable code, for every status but clean and affected
 * @param message what the scan or the matching said
 * @param countsKnown false: counts of 0 mean that nothing could be read
 */
record Status(
        String word,
        String sentence,
        @Nullable String reason,
        @Nullable String message,
        boolean countsKnown) {

    static Status of(ImageDocument document) {
        var image = document.plimsoll().image();
        var counts = document.plimsoll().counts();
        var carried = counts.open().total() + counts.accepted().total() + counts.setAside();
        return new Status(
                image.status(),
                sentence(image.status(), counts, carried),
                image.reason(),
                image.message(),
                switch (image.status()) {
                    case "clean", "affected", "deleted" -> true;
                    default -> carried > 0;
                });
    }

    /** Whether this asks for somebody's attention before any count is read. */
    boolean untrusted() {
        return switch (word) {
            case "clean", "affected", "deleted" -> false;
            default -> true;
        };
    }

    private static String sentence(String status, ImageDocument.Counts counts, int carried) {
        return switch (status) {
            case "clean" ->
                    "Everything in it was read and held against the advisories; nothing was found.";
            case "affected" ->
                    counts.open().total() == 0
                            ? "No finding is open; %d accepted, %d set aside."
                                    .formatted(counts.accepted().total(), counts.setAside())
                            : "%d open, %d accepted, %d set aside."
                                    .formatted(
                                            counts.open().total(),
                                            counts.accepted().total(),
                                            counts.setAside());
            case "stale" ->
                    carried == 0
                            ? "Not assessed with current advisories: what it carries is not known."
                            : "Scan or advisories are too old: the counts may be wrong.";
            case "failed" ->
                    carried == 0
                            ? "The scan failed: what it carries is not known."
                            : "The last scan failed: the counts are those of an earlier one.";
            case "unsupported" ->
                    carried == 0
                            ? "It cannot be read: what it carries is not known."
                            : "It can no longer be read: the counts are those of an earlier scan.";
            case "deleted" -> "It left the registry.";
            default -> "A status this release does not know.";
        };
    }
}
