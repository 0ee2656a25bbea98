package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.registry.ListLimits;
import dev.plimsoll.ingest.registry.Registries;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.RegistryProperties;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the coverage of {@code ingest.coverage}; without registries there it rests. */
@Configuration(proxyBeanMethods = false)
class CoverageConfiguration {

    @Bean
    Seen seen(CoverageProperties properties) {
        return new Seen(properties::watches);
    }

    @Bean
    Reconciliation reconciliation(
            CoverageProperties properties,
            Registries registries,
            RegistryProperties settings,
            Seen seen,
            EventPublisher publisher,
            Clock clock) {
        var readers =
                properties.registries().stream()
                        .map(
                                source -> {
                                    var registry =
                                            registries.find(source.host().value()).orElseThrow();
                                    return new CatalogueReader(
                                            source,
                                            registry,
                                            api(source, registry),
                                            properties.policy(),
                                            settings.platforms(),
                                            clock);
                                })
                        .toList();
        Executor listings = task -> Thread.ofVirtual().name("listing").start(task);
        return new Reconciliation(readers, properties, seen, publisher, listings, clock);
    }

    static CatalogueApi api(CatalogueSource source, Registry registry) {
        return switch (source.kind()) {
            case DISTRIBUTION, LIST ->
                    new DistributionCatalogue(registry, source.repositories(), ListLimits.USUAL);
            case HARBOR -> new HarborCatalogue(registry, ListLimits.USUAL);
        };
    }

    @Bean
    CoverageMeters coverageMeters(CoverageProperties properties, Reconciliation reconciliation) {
        return new CoverageMeters(properties, reconciliation);
    }

    @Bean
    Looks looks(
            CoverageProperties properties,
            Reconciliation reconciliation,
            Seen seen,
            KafkaProperties kafka,
            @Value("${plimsoll.topic-prefix}") String topicPrefix) {
        return new Looks(
                reconciliation,
                () -> {
                    var settings = kafka.buildConsumerProperties();
                    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
                    return new SeenTopics(
                            new KafkaConsumer<>(
                                    settings,
                                    new ByteArrayDeserializer(),
                                    new ByteArrayDeserializer()),
                            topicPrefix,
                            properties::watches,
                            seen);
                },
                properties);
    }
}
