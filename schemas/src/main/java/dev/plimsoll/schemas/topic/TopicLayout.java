package dev.plimsoll.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and refuses a cluster whose topics differ from {@link Topic}.
 */
public final class TopicLayout {

    private static final Logger log = LoggerFactory.getLogger(TopicLayout.class);

    private static final int DESCRIBE_ATTEMPTS = 100;
    private static final Duration DESCRIBE_PAUSE = Duration.ofMillis(100);

    private final Admin admin;
    private final String prefix;

    /**
     * @param prefix put before every name; may be empty
     */
    public TopicLayout(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /**
     * Creates what is missing, with the cluster's default replication, then compares the rest.
     *
     * @throws TopicLayoutException naming every difference
     * @throws IllegalStateException if the cluster does not answer within a minute
     */
    public void ensure(Collection<Topic> topics) {
        create(topics);
        var differences = differences(topics);
        if (!differences.isEmpty()) {
            throw new TopicLayoutException(differences);
        }
    }

    private void create(Collection<Topic> topics) {
        var present = await(admin.listTopics().names().toCompletionStage());
        var missing =
                topics.stream().filter(topic -> !present.contains(prefix + topic.name())).toList();
        var created =
                missing.stream()
                        .map(
                                topic ->
                                        new NewTopic(
                                                        prefix + topic.name(),
                                                        Optional.of(topic.partitions()),
                                                        Optional.empty())
                                                .configs(topic.configuration()))
                        .toList();
        for (var result : admin.createTopics(created).values().entrySet()) {
            try {
                await(result.getValue().toCompletionStage());
                log.atInfo().addKeyValue("topic", result.getKey()).log("topic created");
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private List<String> differences(Collection<Topic> topics) {
        var names = topics.stream().map(topic -> prefix + topic.name()).toList();
        var descriptions = describe(names);
        var resources =
                names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .collect(Collectors.toMap(ConfigResource::name, resource -> resource));
        Map<ConfigResource, Config> configs =
                await(admin.describeConfigs(resources.values()).all().toCompletionStage());

        var differences = new ArrayList<String>();
        for (var topic : topics) {
            var name = prefix + topic.name();
            var partitions = Objects.requireNonNull(descriptions.get(name)).partitions().size();
            if (partitions != topic.partitions()) {
                differences.add(
                        "topic '%s' has %d partitions, expected %d"
                                .formatted(name, partitions, topic.partitions()));
            }
            var config = Objects.requireNonNull(configs.get(resources.get(name)));
            topic.configuration()
                    .forEach(
                            (key, expected) -> {
                                var actual = config.get(key).value();
                                if (!expected.equals(actual)) {
                                    differences.add(
                                            "topic '%s' has %s=%s, expected %s"
                                                    .formatted(name, key, actual, expected));
                                }
                            });
        }
        return differences;
    }

    /** A topic that was just created may be unknown to the broker that is asked, for a moment. */
    private Map<String, TopicDescription> describe(List<String> names) {
        for (int attempt = 1; ; attempt++) {
            try {
                return await(admin.describeTopics(names).allTopicNames().toCompletionStage());
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || attempt == DESCRIBE_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(DESCRIBE_PAUSE.toNanos());
            }
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka refused: %s".formatted(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not answer within 60 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        }
    }
}
