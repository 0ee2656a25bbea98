package dev.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    @Test
    void a_ratio_compares_rates_whatever_the_counts_are() {
        var product = new Throughput(900, Duration.ofMillis(500));
        var raw = new Throughput(4_000, Duration.ofSeconds(2));

        assertThat(product.perSecond()).isEqualTo(1_800.0);
        assertThat(product.ratioTo(raw)).isEqualTo(0.9);
    }

    @Test
    void rounds_together_weigh_by_their_time() {
        var fast = new Throughput(100, Duration.ofSeconds(1));
        var slow = new Throughput(100, Duration.ofSeconds(3));

        assertThat(fast.plus(slow)).isEqualTo(new Throughput(200, Duration.ofSeconds(4)));
        assertThat(fast.plus(slow).perSecond()).isEqualTo(50.0);
    }
}
