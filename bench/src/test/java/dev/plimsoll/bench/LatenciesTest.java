package dev.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void a_percentile_is_a_time_that_was_measured() {
        var latencies =
                new Latencies(
                        IntStream.rangeClosed(1, 200)
                                .map(i -> 201 - i)
                                .mapToObj(Duration::ofMillis)
                                .toList());

        assertThat(latencies.percentile(50)).isEqualTo(Duration.ofMillis(100));
        assertThat(latencies.percentile(99)).isEqualTo(Duration.ofMillis(198));
        assertThat(latencies.percentile(100)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void of_a_single_time_every_percentile_is_that_time() {
        var latencies = new Latencies(List.of(Duration.ofMillis(7)));

        assertThat(latencies.percentile(0.1)).isEqualTo(Duration.ofMillis(7));
        assertThat(latencies.percentile(99)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void nothing_measured_has_no_percentiles() {
        assertThatThrownBy(() -> new Latencies(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing was measured");
    }
}
