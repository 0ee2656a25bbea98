package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.analysis.decide.LiveRules;
import dev.plimsoll.analysis.index.AcceptedByRule;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together as the settings say. */
@Configuration(proxyBeanMethods = false)
class ReviewConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    ReviewReminders reviewReminders(
            ReviewProperties properties,
            LiveRules rules,
            AcceptedByRule accepted,
            KafkaProperties kafka,
            @Value("${plimsoll.topic-prefix:}") String topicPrefix) {
        return new ReviewReminders(
                new Campaign(properties.calendar()),
                properties.every(),
                () -> {
                    rules.catchUp(PATIENCE);
                    return rules.rules();
                },
                accepted::of,
                () -> new ReviewTopic(kafka, topicPrefix),
                InstantSource.system());
    }

    @Bean
    Reviews reviews(
            ReviewProperties properties,
            LiveRules rules,
            AcceptedByRule accepted,
            RuleReader reader) {
        return new Reviews(
                rules,
                accepted,
                new ReviewList(properties.calendar(), reader.longest().toDays()),
                InstantSource.system());
    }

    @Bean
    ReviewPages reviewPages() {
        return new ReviewPages();
    }
}
