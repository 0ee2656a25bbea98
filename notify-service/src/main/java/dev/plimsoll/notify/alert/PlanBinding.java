package dev.plimsoll.notify.alert;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.notify.ledger.PlannedAlerts;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * {@code findings.changed} in, {@code alerts.ledger} out. Translation only: the planner decides.
 */
@Configuration(proxyBeanMethods = false)
class PlanBinding {

    @Bean
    Function<FindingsChanged, List<Message<AlertRecorded>>> plan(AlertPlanner planner) {
        return changed -> PlannedAlerts.messages(planner.plan(changed));
    }
}
