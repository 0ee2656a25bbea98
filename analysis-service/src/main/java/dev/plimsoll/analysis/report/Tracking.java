package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the line came to be as it is, newest first.
 *
 * @param chart the same as columns, oldest first; empty if there is only one entry
 */
record Tracking(List<Entry> entries, List<Column> chart, int largest) {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 120;

    /**
     * One assessment.
     *
     * @param changes what is different from the assessment before, in words
     */
    record Entry(
            Instant at,
            @Nullable String tag,
            @Nullable String baseImage,
            String status,
            @Nullable String reason,
            Tally open,
            int accepted,
            int opened,
            int closed,
            String what,
            List<String> changes) {

        private static final int DIGITS = 12;

        /** The base image with as much of its digest as tells it from others. */
        String shortBaseImage() {
            return shortened(baseImage);
        }

        private static String shortened(@Nullable String baseImage) {
            if (baseImage == null) {
                return "not known";
            }
            var digest = baseImage.indexOf("@sha256:");
            var end = digest + "@sha256:".length() + DIGITS;
            return digest < 0 || end >= baseImage.length()
                    ? baseImage
                    : baseImage.substring(0, end) + "…";
        }
    }

    /** One assessment as a column of pieces, in units of a drawing 600 × 120. */
    record Column(List<Piece> pieces) {}

    /** One severity in a column; {@code severity} is also its style class. */
    record Piece(String severity, double x, double y, double width, double height) {}

    static Tracking of(List<ImageDocument> history) {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < history.size(); i++) {
            entries.add(entry(history.get(i), i + 1 < history.size() ? history.get(i + 1) : null));
        }
        var largest = entries.stream().mapToInt(entry -> entry.open().total()).max().orElse(0);
        return new Tracking(
                List.copyOf(entries),
                entries.size() < 2 ? List.of() : columns(entries.reversed(), largest),
                largest);
    }

    private static Entry entry(ImageDocument document, @Nullable ImageDocument before) {
        var image = document.plimsoll().image();
        var counts = document.plimsoll().counts();
        return new Entry(
                document.timestamp(),
                image.tag(),
                image.baseImage(),
                image.status(),
                image.reason(),
                Tally.of(counts.open()),
                counts.accepted().total(),
                counts.opened(),
                counts.closed(),
                document.plimsoll().assessment().detail(),
                before == null ? List.of() : changes(document, before));
    }

    private static List<String> changes(ImageDocument document, ImageDocument before) {
        var changes = new ArrayList<String>();
        var now = document.plimsoll().image();
        var then = before.plimsoll().image();
        if (!Objects.equals(now.baseImage(), then.baseImage())) {
            changes.add(
                    "base image changed from %s to %s"
                            .formatted(
                                    Entry.shortened(then.baseImage()),
                                    Entry.shortened(now.baseImage())));
        }
        if (!Objects.equals(now.ecosystem(), then.ecosystem())
                && now.ecosystem() != null
                && then.ecosystem() != null) {
            changes.add(
                    "distribution changed from %s to %s"
                            .formatted(then.ecosystem(), now.ecosystem()));
        }
        if (now.components() != then.components()) {
            changes.add("%d packages, %d before".formatted(now.components(), then.components()));
        }
        if (!now.status().equals(then.status())) {
            changes.add("%s, %s before".formatted(now.status(), then.status()));
        }
        return List.copyOf(changes);
    }

    private static List<Column> columns(List<Entry> entries, int largest) {
        var step = Math.min(48, WIDTH / entries.size());
        var columns = new ArrayList<Column>();
        for (int i = 0; i < entries.size(); i++) {
            var pieces = new ArrayList<Piece>();
            var y = HEIGHT;
            for (var part : entries.get(i).open().parts()) {
                if (part.count() > 0) {
                    var height = HEIGHT * part.count() / Math.max(1, largest);
                    y -= height;
                    pieces.add(
                            new Piece(
                                    part.severity(),
                                    rounded(i * step),
                                    rounded(y),
                                    rounded(step * 0.8),
                                    rounded(height)));
                }
            }
            columns.add(new Column(List.copyOf(pieces)));
        }
        return List.copyOf(columns);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
