package dev.plimsoll.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BackOffHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

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
