package dev.plimsoll.notify.review;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.notify.ledger.PlannedAlerts;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** {@code reviews.due} in, {@code alerts.ledger} out. Translation only: the planner decides. */
@Configuration(proxyBeanMethods = false)
class ReviewBinding {

    @Bean
    Function<ReviewDue, List<Message<AlertRecorded>>> planReviews(ReviewPlanner planner) {
        return review -> PlannedAlerts.messages(planner.plan(review));
    }
}
