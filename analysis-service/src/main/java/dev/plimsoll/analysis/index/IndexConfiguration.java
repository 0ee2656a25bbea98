package dev.plimsoll.analysis.index;

import dev.plimsoll.analysis.index.IndexWriter.Decoder;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.wire.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.ExponentialBackOff;

/** The consumers that keep the indices up to date: translation only. */
@Configuration(proxyBeanMethods = false)
class IndexConfiguration {

    private static final Logger log = LoggerFactory.getLogger(IndexConfiguration.class);

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

    @Bean
    Consumer<Message<List<byte[]>>> indexDecisions(IndexWriters writers, Indices indices) {
        return writers.consumer(DecisionLogged.class, new DecisionDocuments(indices));
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
        var handler = new DefaultErrorHandler(backOff);
        handler.setRetryListeners(new WaitingForElasticsearch());
        return handler;
    }

    /** Says that a batch has to wait, without a stack trace each time. */
    private static final class WaitingForElasticsearch implements RetryListener {

        @Override
        public void failedDelivery(
                ConsumerRecord<?, ?> record, @Nullable Exception cause, int attempt) {
            say(1, cause, attempt);
        }

        @Override
        public void failedDelivery(
                ConsumerRecords<?, ?> records, @Nullable Exception cause, int attempt) {
            say(records.count(), cause, attempt);
        }

        private static void say(int records, @Nullable Exception cause, int attempt) {
            log.atWarn()
                    .addKeyValue("records", records)
                    .addKeyValue("attempt", attempt)
                    .addKeyValue(
                            "cause",
                            cause == null
                                    ? "not known"
                                    : NestedExceptionUtils.getMostSpecificCause(cause))
                    .log("records not indexed yet, trying again");
        }
    }

    @Bean
    KafkaDeadLetters indexDeadLetters(KafkaProperties kafka) {
        return new KafkaDeadLetters(kafka);
    }

    /** Prepares the indices when the service starts, so that questions can be asked at once. */
    @Bean
    ApplicationRunner prepareIndices(IndexLayout layout) {
        return _ -> Thread.ofVirtual().name("prepare-indices").start(new Preparation(layout));
    }
}
