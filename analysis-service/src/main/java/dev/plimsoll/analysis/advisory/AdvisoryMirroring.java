package dev.plimsoll.analysis.advisory;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the {@link AdvisoryMirror} beside the service, from its start to its end. */
@Component
final class AdvisoryMirroring implements SmartLifecycle {

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(AdvisoryMirroring.class);

    private final AdvisoryProperties properties;
    private final Fleet fleet;
    private final FeedMeters meters;
    private final KafkaProperties kafka;
    private final String topicPrefix;
    private volatile @Nullable Thread thread;

    AdvisoryMirroring(
            AdvisoryProperties properties,
            Fleet fleet,
            MeterRegistry registry,
            KafkaProperties kafka,
            @Value("${plimsoll.topic-prefix:}") String topicPrefix) {
        this.properties = properties;
        this.fleet = fleet;
        this.meters = new FeedMeters(registry, Clock.systemUTC());
        this.kafka = kafka;
        this.topicPrefix = topicPrefix;
    }

    @Override
    public void start() {
        if (properties.locations().isEmpty()) {
            log.atWarn().log("no advisory locations are configured, this instance mirrors nothing");
            return;
        }
        thread = Thread.ofPlatform().daemon().name("advisory-mirror").start(this::run);
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        var running = thread;
        return running != null && running.isAlive();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                mirror();
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | RuntimeException e) {
                log.atError().setCause(e).log("advisory mirror failed, it starts again");
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns only by an exception. */
    private void mirror() throws InterruptedException, ExecutionException {
        var limits = FeedLimits.DEFAULT;
        var clock = Clock.systemUTC();
        ensureTopic();
        try (var topic = topic();
                var fetcher =
                        new FeedFetcher(
                                new DownloadFolder(properties.downloads()),
                                DownloadRules.DEFAULT,
                                limits.fileBytes(),
                                clock)) {
            var mirror =
                    new AdvisoryMirror(
                            properties.feedLocations(() -> properties.needed(fleet)),
                            fetcher,
                            new FeedReader(limits),
                            topic,
                            new Concessions(properties.acceptedUntil()),
                            clock);
            mirror.restore();
            int failures = 0;
            while (true) {
                var needed = properties.needed(fleet);
                failures = mirror.refresh() ? 0 : failures + 1;
                meters.show(mirror.feeds());
                await(needed, failures == 0 ? properties.refresh() : retry(failures));
            }
        }
    }

    /** Longer each time, and never longer than it would be without trouble. */
    private Duration retry(int failures) {
        var pause = RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(properties.refresh()) < 0 ? pause : properties.refresh();
    }

    /** Returns early when an image needs an ecosystem that was not needed before. */
    private void await(Set<String> needed, Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        var before = FeedLocation.Template.ecosystems(needed);
        while (before.containsAll(FeedLocation.Template.ecosystems(properties.needed(fleet)))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            Thread.sleep(Math.min(LOOK.toMillis(), left / 1_000_000 + 1));
        }
        log.atInfo().log("an image needs advisories that were not needed before");
    }

    /** Harmless when another part of the service does it too. */
    private void ensureTopic() {
        try (var admin = Admin.create(kafka.buildAdminProperties())) {
            new TopicLayout(admin, topicPrefix).ensure(List.of(Topic.ADVISORIES_CHANGED));
        }
    }

    private AdvisoryTopic topic() {
        return new AdvisoryTopic(
                topicPrefix + Topic.ADVISORIES_CHANGED.name(),
                new KafkaProducer<>(
                        producer(kafka.buildProducerProperties()),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                () ->
                        new KafkaConsumer<>(
                                consumer(kafka.buildConsumerProperties()),
                                new StringDeserializer(),
                                new ByteArrayDeserializer()));
    }

    private static Map<String, Object> producer(Map<String, Object> properties) {
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return properties;
    }

    private static Map<String, Object> consumer(Map<String, Object> properties) {
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 << 20);
        return properties;
    }
}
