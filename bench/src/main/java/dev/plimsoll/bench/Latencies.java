package dev.plimsoll.bench;

import java.time.Duration;
import java.util.List;

/**
 * Measured times.
 *
 * @param sorted shortest first, at least one
 */
record Latencies(List<Duration> sorted) {

    Latencies {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    /**
     * The shortest time that at least this share of all measured times does not exceed (nearest
     * rank).
     *
     * @param percent above 0, to 100
     */
    Duration percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException(
                    "'%s' is no percentile: above 0, to 100".formatted(percent));
        }
        var rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(rank - 1);
    }
}
