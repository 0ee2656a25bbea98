package dev.plimsoll.bench;

import java.time.Duration;

/** So many things in so much time. */
record Throughput(long count, Duration time) {

    Throughput {
        if (count < 0 || !time.isPositive()) {
            throw new IllegalArgumentException("%d in %s is no rate".formatted(count, time));
        }
    }

    double perSecond() {
        return count / (time.toNanos() / 1e9);
    }

    /** Above 1: faster than the other. */
    double ratioTo(Throughput other) {
        return perSecond() / other.perSecond();
    }

    /** Both, one after the other. */
    Throughput plus(Throughput other) {
        return new Throughput(count + other.count, time.plus(other.time));
    }
}
