package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.WeeklyChanges;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Findings that came and went, week by week, as pairs of columns in a drawing 600 × 120.
 *
 * @param chart empty if nothing came or went
 */
record Trend(List<Week> weeks, List<Piece> chart, long largest) {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 120;

    /** Seven days that begin with {@code from}. */
    record Week(LocalDate from, long came, long went) {}

    /** A column; {@code kind} is also its style class. */
    record Piece(String kind, double x, double y, double width, double height) {}

    static Trend of(List<WeeklyChanges.Week> weeks) {
        var largest =
                weeks.stream()
                        .mapToLong(week -> Math.max(week.came(), week.went()))
                        .max()
                        .orElse(0);
        var pieces = new ArrayList<Piece>();
        var step = WIDTH / Math.max(1, weeks.size());
        for (int i = 0; i < weeks.size() && largest > 0; i++) {
            pieces.add(piece("came", i * step, step, weeks.get(i).came(), largest));
            pieces.add(piece("went", i * step + step * 0.4, step, weeks.get(i).went(), largest));
        }
        return new Trend(
                weeks.stream()
                        .map(week -> new Week(Times.date(week.from()), week.came(), week.went()))
                        .toList(),
                List.copyOf(pieces),
                largest);
    }

    private static Piece piece(String kind, double x, double step, long count, long largest) {
        var height = HEIGHT * count / largest;
        return new Piece(
                kind, rounded(x), rounded(HEIGHT - height), rounded(step * 0.38), rounded(height));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
