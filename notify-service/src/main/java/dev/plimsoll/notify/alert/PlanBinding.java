package dev.plimsoll.notify.alert;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.notify.ledger.LedgerKey;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * {@code findings.changed} in, {@code alerts.ledger} out. Translation only: the planner decides.
 */
@Configuration(proxyBeanMethods = false)
class PlanBinding {

    private static final Logger log = LoggerFactory.getLogger(PlanBinding.class);

    @Bean
    Function<FindingsChanged, List<Message<AlertRecorded>>> plan(AlertPlanner planner) {
        return changed -> {
            var planned = planner.plan(changed);
            planned.forEach(PlanBinding::report);
            return planned.stream().map(PlanBinding::message).toList();
        };
    }

    private static Message<AlertRecorded> message(AlertRecorded alert) {
        return MessageBuilder.withPayload(alert)
                .setHeader(KafkaHeaders.KEY, LedgerKey.of(alert))
                .build();
    }

    private static void report(AlertRecorded alert) {
        log.atInfo()
                .addKeyValue("alert", alert.getAlertId())
                .addKeyValue("destination", alert.getDestination())
                .addKeyValue("kind", alert.getKind())
                .addKeyValue("repository", alert.getImage().getRepository())
                .addKeyValue("tag", alert.getImage().getTag())
                .addKeyValue("findings", alert.getItems().size())
                .log("alert planned");
    }
}
