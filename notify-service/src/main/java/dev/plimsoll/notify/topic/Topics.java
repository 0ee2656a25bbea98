package dev.plimsoll.notify.topic;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** The topics of this service. Once this exists, so do they. */
@Component
public final class Topics {

    private static final List<Topic> USED =
            List.of(
                    Topic.FINDINGS_CHANGED,
                    Topic.FINDINGS_CHANGED.deadLetters(),
                    Topic.REVIEWS_DUE,
                    Topic.REVIEWS_DUE.deadLetters(),
                    Topic.ALERTS_LEDGER,
                    Topic.ALERTS_LEDGER.deadLetters());

    private final String prefix;

    /**
     * @throws dev.plimsoll.schemas.topic.TopicLayoutException if the cluster has one of them
     *     otherwise
     */
    Topics(TopicProperties properties, KafkaProperties kafka) {
        this.prefix = properties.topicPrefix();
        try (var admin = Admin.create(kafka.buildAdminProperties())) {
            new TopicLayout(admin, prefix).ensure(USED);
        }
    }

    /** The topic's name in the cluster. */
    public String name(Topic topic) {
        return prefix + topic.name();
    }
}
