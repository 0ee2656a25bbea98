package dev.plimsoll.analysis.track;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** The topology of this instance, as soon as the binder made it. */
final class RunningTopology {

    private final AtomicReference<@Nullable StreamsBuilderFactoryBean> factory =
            new AtomicReference<>();

    void is(StreamsBuilderFactoryBean made) {
        factory.set(made);
    }

    /** Empty before it runs. */
    Optional<Explanations.Stores> stores() {
        return Optional.ofNullable(factory.get())
                .map(StreamsBuilderFactoryBean::getKafkaStreams)
                .map(StoresOfStreams::new);
    }

    private record StoresOfStreams(KafkaStreams streams) implements Explanations.Stores {

        @Override
        public <V> ReadOnlyKeyValueStore<String, V> named(String name) {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.<String, V>keyValueStore()));
        }
    }
}
