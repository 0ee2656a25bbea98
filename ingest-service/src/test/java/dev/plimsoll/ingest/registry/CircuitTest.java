package dev.plimsoll.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.ingest.registry.Circuit.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final SetClock clock = new SetClock();
    private final Circuit circuit = new Circuit("registry.example.com", clock);
    private final AtomicInteger requests = new AtomicInteger();

    @Test
    void row40AfterSomeFailuresInARowTheRegistryIsLeftAlone() {
        failing(Circuit.FAILURES, null);

        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(this::ask)
                .withMessageContaining("'registry.example.com' is left alone")
                .satisfies(e -> assertThat(e.retryAfter()).contains(Circuit.SHORTEST));
        assertThat(requests).hasValue(Circuit.FAILURES);
    }

    @Test
    void row40AnAnswerInBetweenStartsTheCountAgain() {
        failing(Circuit.FAILURES - 1, null);
        ask();
        failing(Circuit.FAILURES - 1, null);

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void row40ARefusalIsAnAnswer() {
        for (int i = 0; i < 2 * Circuit.FAILURES; i++) {
            assertThatExceptionOfType(ImageRefusedException.class)
                    .isThrownBy(
                            () ->
                                    circuit.closed(
                                            () -> {
                                                throw new ImageRefusedException(Reason.GONE, "");
                                            }));
        }

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void row40ARegistryThatSaysWhenToComeAgainIsLeftAloneUntilThen() {
        failing(1, Duration.ofSeconds(90));

        clock.pass(Duration.ofSeconds(89));
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(this::ask)
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(1)));
        clock.pass(Duration.ofSeconds(1));
        ask();
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void row40ARegistryThatAsksForAWeekIsAskedSooner() {
        failing(1, Duration.ofDays(7));

        clock.pass(Circuit.LONGEST);

        ask();
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void row40OneRequestProbesWhileTheOthersWait() {
        failing(Circuit.FAILURES, null);
        clock.pass(Circuit.SHORTEST);

        circuit.closed(
                () -> {
                    assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
                    assertThatExceptionOfType(RegistryUnavailableException.class)
                            .isThrownBy(this::ask);
                    return "answer";
                });

        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        assertThat(requests).hasValue(Circuit.FAILURES);
    }

    @Test
    void row40EachProbeThatFailsDoublesTheWaitUpToABound() {
        failing(Circuit.FAILURES, null);

        for (int probe = 1; probe <= 10; probe++) {
            clock.pass(Circuit.LONGEST);
            failing(1, null);
            assertThat(circuit.state()).isEqualTo(State.OPEN);
            var doubled = Circuit.SHORTEST.multipliedBy(1L << probe);
            var expected = doubled.compareTo(Circuit.LONGEST) > 0 ? Circuit.LONGEST : doubled;
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(this::ask)
                    .satisfies(e -> assertThat(e.retryAfter()).contains(expected));
        }
    }

    private void failing(int times, @Nullable Duration retryAfter) {
        for (int i = 0; i < times; i++) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(
                            () ->
                                    circuit.closed(
                                            () -> {
                                                requests.incrementAndGet();
                                                throw new RegistryUnavailableException(
                                                        "answered 503", null, retryAfter);
                                            }))
                    .withMessage("answered 503");
        }
    }

    private void ask() {
        Supplier<Integer> request = requests::incrementAndGet;
        circuit.closed(request);
    }

    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
