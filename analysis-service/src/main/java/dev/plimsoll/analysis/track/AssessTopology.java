package dev.plimsoll.analysis.track;

import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventSerde;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: pushes and scans of a repository meet in its partition; advisories, rules and known
 * images are on every instance.
 */
final class AssessTopology {

    /** Inventories of large images, and assessments of them, in one record. */
    private static final Map<String, String> CHANGELOG =
            Map.of(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(16 * 1024 * 1024),
                    TopicConfig.COMPRESSION_TYPE_CONFIG,
                    "producer");

    private AssessTopology() {}

    /** The copies that every instance keeps whole. */
    static void addGlobalStores(
            StreamsBuilder builder, String topicPrefix, GlobalCopy.Letters letters) {
        copy(
                builder,
                topicPrefix + Topic.ADVISORIES_CHANGED.name(),
                AdvisoryStore.STORE,
                (rows, key, event, _, offset) -> new AdvisoryStore(rows).take(key, event, offset),
                letters);
        copy(
                builder,
                topicPrefix + Topic.RULES_CHANGED.name(),
                RuleStore.STORE,
                (rows, key, event, _, offset) -> RuleStore.take(rows, key, event, offset),
                letters);
        copy(
                builder,
                topicPrefix + Topic.IMAGES_ASSESSED.name(),
                KnownImages.STORE,
                KnownImages::take,
                letters);
    }

    private static void copy(
            StreamsBuilder builder,
            String topic,
            String store,
            GlobalCopy.Taking taking,
            GlobalCopy.Letters letters) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(store),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .withCachingDisabled(),
                topic,
                Consumed.with(Serdes.String(), Serdes.ByteArray()),
                () -> new GlobalCopy(store, taking, letters));
    }

    /**
     * From pushes and scans to what is told: {@link FindingsChanged} and {@link ImageAssessed}.
     *
     * @param staleAfter age of the last check of a feed beyond which its ecosystems are stale
     */
    static KStream<String, SpecificRecord> tell(
            KStream<String, SpecificRecord> pushes,
            KStream<String, SpecificRecord> scans,
            Duration staleAfter,
            Lines lines) {
        return pushes.merge(scans).process(new Trackers(staleAfter, lines));
    }

    private record Trackers(Duration staleAfter, Lines lines)
            implements ProcessorSupplier<String, SpecificRecord, String, SpecificRecord> {

        @Override
        public Processor<String, SpecificRecord, String, SpecificRecord> get() {
            return new Tracker(staleAfter, lines);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    store(TrackState.STORE, Serdes.ByteArray()),
                    store(TrackState.INVENTORIES, new EventSerde<>()));
        }

        private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
            return Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(name), Serdes.String(), values)
                    .withLoggingEnabled(CHANGELOG)
                    .withCachingDisabled();
        }
    }

    /** The findings in what is told. */
    static KStream<String, SpecificRecord> findings(KStream<String, SpecificRecord> told) {
        return told.filter((_, event) -> event instanceof FindingsChanged);
    }

    /** The images in what is told. */
    static KStream<String, SpecificRecord> images(KStream<String, SpecificRecord> told) {
        return told.filter((_, event) -> event instanceof ImageAssessed);
    }

    /** Puts an image where its repository is, whatever its key: as Kafka places the repository. */
    static final class ByRepository implements StreamPartitioner<String, SpecificRecord> {

        @Override
        public Optional<Set<Integer>> partitions(
                String topic, String key, SpecificRecord event, int partitions) {
            if (!(event instanceof ImageAssessed assessed)) {
                throw new IllegalArgumentException(
                        "'%s' of '%s' cannot be placed by its repository".formatted(event, topic));
            }
            var repository =
                    ImageName.repositoryKey(
                            assessed.getImage().getRegistry(), assessed.getImage().getRepository());
            try (var serializer = new StringSerializer()) {
                var bytes = serializer.serialize(topic, repository);
                return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(bytes)) % partitions));
            }
        }
    }
}
