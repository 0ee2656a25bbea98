package dev.plimsoll.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BackOffHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.support.ExponentialBackOffWithMaxRetries;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

class RegistryPatienceTest {

    private final RecordedWaits waits = new RecordedWaits();
    private final RegistryPatience patience = new RegistryPatience(waits);

    @Test
    void waitsAsLongAsTheRegistryAsksUpToABound() {
        patience.onNextBackOff(null, wrapped(null), 1_000);
        patience.onNextBackOff(null, wrapped(Duration.ofSeconds(30)), 1_000);
        patience.onNextBackOff(null, wrapped(Duration.ofSeconds(30)), 60_000);
        patience.onNextBackOff(null, wrapped(Duration.ofDays(1)), 1_000);
        patience.onNextBackOff(null, new IllegalStateException(), 1_000);

        assertThat(waits.millis).containsExactly(1_000L, 30_000L, 60_000L, 300_000L, 1_000L);
    }

    @Test
    void row40APushWaitsForTheEndOfAnOutageAndOthersDoNot() {
        var usual = new ExponentialBackOffWithMaxRetries(4);
        usual.setInitialInterval(1_000);
        usual.setMultiplier(3);
        usual.setMaxInterval(60_000);

        var broken = waits(new IllegalStateException(), usual);
        var outage = waits(wrapped(null), usual);

        assertThat(broken).containsExactly(1_000L, 3_000L, 9_000L, 27_000L);
        assertThat(outage).startsWith(1_000L, 3_000L, 9_000L, 27_000L, 60_000L).endsWith(60_000L);
        assertThat(outage.stream().mapToLong(Long::longValue).sum())
                .isBetween(3_600_000L, 3_660_000L);
    }

    private static List<Long> waits(Exception cause, ExponentialBackOff usual) {
        var execution = RegistryPatience.backOff(cause, usual, Duration.ofHours(1)).start();
        return LongStream.generate(execution::nextBackOff)
                .takeWhile(wait -> wait != BackOffExecution.STOP)
                .boxed()
                .toList();
    }

    private static Exception wrapped(@Nullable Duration retryAfter) {
        return new IllegalStateException(
                new RegistryUnavailableException("answered 429", null, retryAfter));
    }

    private static final class RecordedWaits implements BackOffHandler {

        private final List<Long> millis = new ArrayList<>();

        @Override
        public void onNextBackOff(
                @Nullable MessageListenerContainer container,
                @Nullable Exception exception,
                long nextBackOff) {
            millis.add(nextBackOff);
        }
    }
}
