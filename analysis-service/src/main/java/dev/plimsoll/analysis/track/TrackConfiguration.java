package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.advisory.Fleet;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.streams.InteractiveQueryService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/** Hangs the topology into the Kafka Streams binder. */
@Configuration(proxyBeanMethods = false)
class TrackConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TrackConfiguration.class);

    /**
     * {@code images.pushed} and {@code scans.reported} in, {@code findings.changed} and {@code
     * images.assessed} out.
     */
    @Bean
    BiFunction<
                    KStream<String, SpecificRecord>,
                    KStream<String, SpecificRecord>,
                    KStream<String, SpecificRecord>[]>
            assess(TrackProperties properties) {
        var lines = Lines.of(properties.lines());
        return (pushes, scans) -> {
            var told = AssessTopology.tell(pushes, scans, properties.feedsStaleAfter(), lines);
            return streams(AssessTopology.findings(told), AssessTopology.images(told));
        };
    }

    @SafeVarargs
    private static KStream<String, SpecificRecord>[] streams(
            KStream<String, SpecificRecord>... streams) {
        return streams;
    }

    @Bean
    StreamPartitioner<String, SpecificRecord> byRepository() {
        return new AssessTopology.ByRepository();
    }

    /**
     * Primary, since the binder takes a configurer only if there is one to choose, and Spring Boot
     * brings another for its metrics, which the binder has its own for.
     */
    @Bean
    @Primary
    StreamsBuilderFactoryBeanConfigurer streamsBuilder(
            @Value("${plimsoll.topic-prefix:}") String topicPrefix,
            CopyLetters letters,
            RunningTopology running) {
        return factory -> {
            running.is(factory);
            factory.setInfrastructureCustomizer(
                    new KafkaStreamsInfrastructureCustomizer() {
                        @Override
                        public void configureBuilder(StreamsBuilder builder) {
                            AssessTopology.addGlobalStores(builder, topicPrefix, letters);
                        }
                    });
            factory.setLeaveGroupOnClose(true);
            factory.setStreamsUncaughtExceptionHandler(TrackConfiguration::startAgain);
        };
    }

    /**
     * What gets here is trouble with Kafka or with the disk: going on from the last commit may
     * help.
     */
    private static StreamThreadExceptionResponse startAgain(Throwable trouble) {
        log.atError().setCause(trouble).log("a thread of the analysis ended and is replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Bean
    RunningTopology runningTopology() {
        return new RunningTopology();
    }

    @Bean
    Explanations explanations(RunningTopology running) {
        return new Explanations(running::stores, InstantSource.system());
    }

    @Bean
    FeedAges feedAges(RunningTopology running, TrackProperties properties) {
        return new FeedAges(running::stores, properties.feedsStaleAfter(), InstantSource.system());
    }

    @Bean
    Fleet fleet(InteractiveQueryService stores) {
        return new FleetOfImages(
                () ->
                        stores.getQueryableStore(
                                KnownImages.STORE, QueryableStoreTypes.keyValueStore()));
    }

    @Bean
    CopyLetters copyLetters(KafkaProperties kafka) {
        return new CopyLetters(kafka.buildProducerProperties());
    }

    @Bean
    TopicsAtStart topicsAtStart(
            KafkaProperties kafka, @Value("${plimsoll.topic-prefix:}") String topicPrefix) {
        return new TopicsAtStart(kafka.buildAdminProperties(), topicPrefix);
    }
}
