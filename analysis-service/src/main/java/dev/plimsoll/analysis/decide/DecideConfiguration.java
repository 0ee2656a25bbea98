package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.RuleReader;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whoever decides, and what they need. */
@Configuration(proxyBeanMethods = false)
class DecideConfiguration {

    @Bean
    RulesTopic rulesTopic(
            KafkaProperties kafka, @Value("${plimsoll.topic-prefix:}") String topicPrefix) {
        return new RulesTopic(kafka, topicPrefix);
    }

    @Bean
    LiveRules liveRules(RulesTopic topic) {
        return new LiveRules(topic);
    }

    @Bean
    Decisions decisions(LiveRules rules, RuleReader reader, RulesTopic topic) {
        return new Decisions(rules, reader, topic, InstantSource.system());
    }

    @Bean
    FolderReload folderReload(
            RuleReader reader, LiveRules rules, Decisions decisions, RulesTopic topic) {
        return new FolderReload(reader, rules, decisions, topic, InstantSource.system());
    }

    @Bean
    RefusedRequests refusedRequests(RulesTopic topic) {
        return new RefusedRequests(topic::log, InstantSource.system());
    }
}
