package dev.plimsoll.analysis.index;

import dev.plimsoll.analysis.index.IndexWriter.Decoder;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.wire.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.elasticsearch.client.RestClient;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.ExponentialBackOff;

/** The consumers that keep the indices up to date: translation only. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

    /** Below the 10 s in which a listener container has to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    @Bean
    Consumer<Message<List<byte[]>>> indexFindings(IndexWriters writers, Indices indices) {
        return writers.consumer(FindingsChanged.class, new FindingDocuments(indices));
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexImages(IndexWriters writers, Indices indices) {
        return writers.consumer(ImageAssessed.class, new ImageDocuments(indices));
    }

    @Bean
    Consumer<Message<List<byte[]>>> indexScans(IndexWriters writers, Indices indices) {
        return writers.consumer(ScanReported.class, new ScanRunDocuments(indices));
    }

    /** Makes a consumer for each kind of event. */
    @Bean
    IndexWriters indexWriters(
            RestClient client,
            IndexLayout layout,
            DeadLetters deadLetters,
            MeterRegistry registry) {
        return new IndexWriters(client, layout, deadLetters, registry, InstantSource.system());
    }

    /** See {@link #indexWriters}. */
    record IndexWriters(
            RestClient client,
            IndexLayout layout,
            DeadLetters deadLetters,
            MeterRegistry registry,
            InstantSource clock) {

        private static final EventCodec CODEC = new EventCodec();

        <E> Consumer<Message<List<byte[]>>> consumer(Class<E> type, Projection<E> projection) {
            var metrics = new IndexMetrics(registry, type.getSimpleName(), clock);
            Decoder<E> decoder = bytes -> type.cast(CODEC.decode(bytes));
            var writer =
                    new IndexWriter<>(
                            decoder,
                            projection,
                            layout,
                            new BulkWriter(client, clock, PATIENCE, metrics),
                            deadLetters,
                            metrics);
            return batch -> writer.write(RecordBatch.records(batch));
        }
    }

    /**
     * Gives the same batch again for as long as it takes. Between the attempts the container pauses
     * its partitions and polls, so that it stays in its group.
     */
    @Bean
    CommonErrorHandler indexErrorHandler() {
        var backOff = new ExponentialBackOff(FIRST_PAUSE.toMillis(), 2);
        backOff.setMaxInterval(LONGEST_PAUSE.toMillis());
        return new DefaultErrorHandler(backOff);
    }

    /** Sends records as they came, with the cause in headers, to {@code <topic>.dlq}. */
    @Bean
    DeadLetters indexDeadLetters(KafkaProperties kafka) {
        Map<String, Object> configuration = kafka.buildProducerProperties();
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        var template =
                new KafkaTemplate<>(
                        new DefaultKafkaProducerFactory<>(
                                configuration,
                                new ByteArraySerializer(),
                                new ByteArraySerializer()));
        var recoverer =
                new DeadLetterPublishingRecoverer(
                        template,
                        (record, cause) ->
                                new TopicPartition(record.topic() + ".dlq", record.partition()));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setSkipSameTopicFatalExceptions(false);
        return recoverer::accept;
    }

    /** Prepares the indices when the service starts, so that questions can be asked at once. */
    @Bean
    ApplicationRunner prepareIndices(IndexLayout layout) {
        return _ -> Thread.ofVirtual().name("prepare-indices").start(new Preparation(layout));
    }
}
