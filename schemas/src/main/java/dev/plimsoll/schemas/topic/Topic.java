package dev.plimsoll.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it has to be.
 *
 * @param name without the configured prefix
 * @param partitions 1 where the order of all records matters
 * @param cleanup whether old records go by age or by key
 * @param retention how long records stay; with {@link Cleanup#COMPACT} it means nothing
 */
public record Topic(String name, int partitions, Cleanup cleanup, Duration retention) {

    /** How old records leave. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /**
     * Partitions of every topic whose key is a repository: they must agree, records meet by
     * partition.
     */
    public static final int REPOSITORY_PARTITIONS = 6;

    /** The largest record, compressed: an inventory or a part of an assessment. */
    static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    /** Pushes and deletions, key: repository. */
    public static final Topic IMAGES_PUSHED = deleted("images.pushed", Duration.ofDays(30));

    /** Scans asked for by hand or by schedule: a lane of its own, key: repository. */
    public static final Topic IMAGES_RESCAN = deleted("images.rescan", Duration.ofDays(7));

    /** Inventories and failures, key: repository. */
    public static final Topic SCANS_REPORTED = deleted("scans.reported", Duration.ofDays(30));

    /**
     * The mirror of all advisories, key: advisory id; one partition, so that its offsets are a
     * revision.
     */
    public static final Topic ADVISORIES_CHANGED = compacted("advisories.changed", 1);

    /** The acceptance rules, key: rule id; one partition, so that its offsets are a revision. */
    public static final Topic RULES_CHANGED = compacted("rules.changed", 1);

    /**
     * Every decision and every refused attempt, key: rule or statement; one partition, so that its
     * order is the order of the log. An audit asks for years.
     */
    public static final Topic DECISIONS_LOGGED =
            new Topic("decisions.logged", 1, Cleanup.DELETE, Duration.ofDays(3653));

    /** Summaries of the rules that have to be looked at again, key: owner. */
    public static final Topic REVIEWS_DUE =
            new Topic("reviews.due", 1, Cleanup.DELETE, Duration.ofDays(90));

    /** What opened, closed or was accepted, key: repository. */
    public static final Topic FINDINGS_CHANGED = deleted("findings.changed", Duration.ofDays(365));

    /** The present state of every image, key: image name, partitioned by repository. */
    public static final Topic IMAGES_ASSESSED = compacted("images.assessed", REPOSITORY_PARTITIONS);

    /** What was planned, sent or given up, key: alert and destination. */
    public static final Topic ALERTS_LEDGER = compacted("alerts.ledger", REPOSITORY_PARTITIONS);

    private static final List<Topic> EVENTS =
            List.of(
                    IMAGES_PUSHED,
                    IMAGES_RESCAN,
                    SCANS_REPORTED,
                    ADVISORIES_CHANGED,
                    RULES_CHANGED,
                    DECISIONS_LOGGED,
                    REVIEWS_DUE,
                    FINDINGS_CHANGED,
                    IMAGES_ASSESSED,
                    ALERTS_LEDGER);

    public Topic {
        if (name.isBlank() || partitions < 1 || retention.isNegative()) {
            throw new IllegalArgumentException(
                    "no topic can be '%s' with %d partitions, kept for %s"
                            .formatted(name, partitions, retention));
        }
    }

    /** Every topic that carries events, without the dead-letter topics. */
    public static List<Topic> events() {
        return EVENTS;
    }

    /**
     * Where records of this topic go that cannot be processed: original bytes, the cause in
     * headers.
     */
    public Topic deadLetters() {
        return new Topic(name + ".dlq", partitions, Cleanup.DELETE, Duration.ofDays(90));
    }

    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_RECORD_BYTES));
        configuration.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                switch (cleanup) {
                    case DELETE -> TopicConfig.CLEANUP_POLICY_DELETE;
                    case COMPACT -> TopicConfig.CLEANUP_POLICY_COMPACT;
                });
        if (cleanup == Cleanup.DELETE) {
            configuration.put(
                    TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
        }
        return configuration;
    }

    private static Topic deleted(String name, Duration retention) {
        return new Topic(name, REPOSITORY_PARTITIONS, Cleanup.DELETE, retention);
    }

    private static Topic compacted(String name, int partitions) {
        return new Topic(name, partitions, Cleanup.COMPACT, Duration.ZERO);
    }
}
