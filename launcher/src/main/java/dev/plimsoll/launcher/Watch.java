package dev.plimsoll.launcher;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.AlertState;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.wire.EventDeserializer;
import dev.plimsoll.schemas.wire.UndecodableEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows the topics from their beginning and remembers what is true now. It only reads. */
final class Watch implements AutoCloseable {

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.SCANS_REPORTED,
                    Topic.IMAGES_ASSESSED,
                    Topic.ADVISORIES_CHANGED,
                    Topic.RULES_CHANGED,
                    Topic.ALERTS_LEDGER);

    private final KafkaConsumer<String, byte[]> consumer;
    private final EventDeserializer<SpecificRecord> events = new EventDeserializer<>();
    private final Thread thread;

    private final ConcurrentLinkedQueue<ScanReported> scans = new ConcurrentLinkedQueue<>();
    private final Map<String, ImageAssessed> images = new ConcurrentHashMap<>();
    private final Map<String, ImageAssessed> byScan = new ConcurrentHashMap<>();
    private final Map<String, FeedLoaded> feeds = new ConcurrentHashMap<>();
    private final Map<String, RuleChanged> rules = new ConcurrentHashMap<>();
    private final Map<String, AlertRecorded> alerts = new ConcurrentHashMap<>();
    private volatile Instant advisoriesChangedAt = Instant.now();

    private Watch(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
        thread = Thread.ofPlatform().daemon().name("watch").start(this::follow);
    }

    /** The topics have to be there: the services make them. */
    static Watch start(String bootstrapServers) {
        var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", bootstrapServers,
                                "max.partition.fetch.bytes", 16 << 20,
                                "fetch.max.bytes", 16 << 20),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : TOPICS) {
            consumer.partitionsFor(topic.name())
                    .forEach(
                            partition ->
                                    partitions.add(
                                            new TopicPartition(
                                                    partition.topic(), partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Watch(consumer);
    }

    /** Whether the services have made every topic that is followed. */
    static boolean topicsExist(String bootstrapServers) {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics()
                    .names()
                    .get()
                    .containsAll(TOPICS.stream().map(Topic::name).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException _) {
            return false;
        }
    }

    /** The names of the feeds that were read to their end since then. */
    List<String> feedsLoadedSince(Instant start) {
        return feeds.values().stream()
                .filter(feed -> !feed.getLoadedAt().isBefore(start) && feed.getRecords() > 0)
                .map(FeedLoaded::getFeed)
                .sorted()
                .toList();
    }

    /** How long nothing new has been heard of advisories. */
    Duration advisoriesQuietFor() {
        return Duration.between(advisoriesChangedAt, Instant.now());
    }

    Optional<ScanReported> scan(Expected expected) {
        return scans.stream().filter(expected::isMetBy).reduce((_, newer) -> newer);
    }

    /** What became of the scan: its own assessment, or what holds now for its image. */
    Optional<ImageAssessed> assessment(ScanReported scan) {
        return Optional.ofNullable(byScan.get(scan.getScanId()))
                .map(
                        own ->
                                images.values().stream()
                                        .filter(image -> image.getId().equals(own.getId()))
                                        .findFirst()
                                        .orElse(own));
    }

    /** Every image that is still there, by name. */
    List<ImageAssessed> images() {
        return images.values().stream()
                .filter(image -> image.getStatus() != ImageStatus.DELETED)
                .sorted(Comparator.comparing(Watch::label))
                .toList();
    }

    Optional<RuleChanged> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    List<RuleChanged> rules() {
        return List.copyOf(rules.values());
    }

    /** Alerts that are neither delivered nor given up yet. */
    long pendingAlerts() {
        return alerts.values().stream()
                .filter(
                        alert ->
                                alert.getState() == AlertState.PLANNED
                                        || alert.getState() == AlertState.SENDING)
                .count();
    }

    static String label(ImageAssessed assessed) {
        var image = assessed.getImage();
        return image.getTag() == null
                ? image.getRepository() + "@" + image.getDigest()
                : image.getRepository() + ":" + image.getTag();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::remember);
            }
        } catch (WakeupException | InterruptException _) {
            // The quick start ends.
        }
    }

    private void remember(ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            images.remove(message.key());
            return;
        }
        SpecificRecord event;
        try {
            event = events.deserialize(message.topic(), message.value());
        } catch (UndecodableEventException _) {
            // The services send such a record to a dead-letter topic and say so.
            return;
        }
        switch (event) {
            case ScanReported scan -> scans.add(scan);
            case ImageAssessed image -> {
                images.put(message.key(), image);
                byScan.put(image.getScanId(), image);
            }
            case FeedLoaded feed -> {
                feeds.put(feed.getFeed(), feed);
                advisoriesChangedAt = Instant.now();
            }
            case RuleChanged rule -> rules.put(rule.getId(), rule);
            case AlertRecorded alert -> alerts.put(message.key(), alert);
            case null, default -> advisoriesChangedAt = Instant.now();
        }
    }
}
