package dev.plimsoll.analysis.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A tally as a bar of segments, in units of a drawing 100 wide.
 *
 * @param words what the bar says, for those who do not see it
 */
record Bar(List<Segment> segments, String words) {

    /** A piece of the bar; {@code severity} is also its style class. */
    record Segment(String severity, double x, double width) {}

    private static final double WIDTH = 100;

    /**
     * @param largest the total that fills the whole bar
     */
    static Bar of(Tally tally, int largest) {
        var segments = new ArrayList<Segment>();
        var x = 0.0;
        for (var part : tally.parts()) {
            if (part.count() > 0) {
                var width = WIDTH * part.count() / Math.max(1, largest);
                segments.add(new Segment(part.severity(), rounded(x), rounded(width)));
                x += width;
            }
        }
        return new Bar(List.copyOf(segments), tally.words());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
