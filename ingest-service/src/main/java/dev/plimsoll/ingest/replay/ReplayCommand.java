package dev.plimsoll.ingest.replay;

import dev.plimsoll.schemas.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * {@code --replay=<topic>.dlq}: replays dead letters instead of starting the service, with the same
 * configuration; the service may run meanwhile.
 */
@ImportAutoConfiguration(KafkaAutoConfiguration.class)
public final class ReplayCommand {

    private static final Logger log = LoggerFactory.getLogger(ReplayCommand.class);

    private static final String OPTION = "--replay=";

    private static final int ALL_REPLAYED = 0;
    private static final int SOME_LEFT = 1;
    private static final int WRONG_USAGE = 2;

    private static final List<Topic> TOPICS =
            List.of(Topic.IMAGES_PUSHED.deadLetters(), Topic.IMAGES_RESCAN.deadLetters());

    private ReplayCommand() {}

    public static boolean isMeant(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.startsWith(OPTION));
    }

    /** Returns the exit code: 0 if every dead letter was replayed, 1 if some were left. */
    public static int run(String[] arguments) {
        var name =
                Arrays.stream(arguments)
                        .filter(argument -> argument.startsWith(OPTION))
                        .findFirst()
                        .map(argument -> argument.substring(OPTION.length()))
                        .orElse("");
        return topic(name).map(topic -> replay(topic, arguments)).orElseGet(() -> unknown(name));
    }

    private static Optional<Topic> topic(String name) {
        return TOPICS.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }

    private static int unknown(String name) {
        log.atError()
                .addKeyValue("topic", name)
                .addKeyValue(
                        "known", TOPICS.stream().map(Topic::name).collect(Collectors.joining(", ")))
                .log("no topic of dead letters");
        return WRONG_USAGE;
    }

    private static int replay(Topic topic, String[] arguments) {
        try (var context =
                new SpringApplicationBuilder(ReplayCommand.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments)) {
            var topicPrefix = context.getEnvironment().getRequiredProperty("plimsoll.topic-prefix");
            var kafka = context.getBean(KafkaProperties.class);
            var settings = kafka.buildConsumerProperties();
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, topicPrefix + "ingest-replay");
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            try (var consumer =
                            new KafkaConsumer<>(
                                    settings,
                                    new ByteArrayDeserializer(),
                                    new ByteArrayDeserializer());
                    var producer =
                            new KafkaProducer<>(
                                    kafka.buildProducerProperties(),
                                    new ByteArraySerializer(),
                                    new ByteArraySerializer())) {
                var result = new Replay(consumer, producer, topicPrefix).run(topic);
                log.atInfo()
                        .addKeyValue("topic", topic.name())
                        .addKeyValue("replayed", result.replayed())
                        .addKeyValue("left", result.left())
                        .log("dead letters replayed");
                return result.left() == 0 ? ALL_REPLAYED : SOME_LEFT;
            }
        }
    }
}
