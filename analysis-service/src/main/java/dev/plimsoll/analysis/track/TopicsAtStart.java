package dev.plimsoll.analysis.track;

import dev.plimsoll.schemas.topic.Topic;
import dev.plimsoll.schemas.topic.TopicLayout;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.SmartLifecycle;

/**
 * Sees to it that the topics this service reads and writes are there and as they have to be, before
 * anything begins to read. A difference stops the start and is named.
 */
final class TopicsAtStart implements SmartLifecycle {

    private static final List<Topic> READ =
            List.of(
                    Topic.IMAGES_PUSHED,
                    Topic.SCANS_REPORTED,
                    Topic.ADVISORIES_CHANGED,
                    Topic.RULES_CHANGED,
                    Topic.DECISIONS_LOGGED,
                    Topic.REVIEWS_DUE,
                    Topic.FINDINGS_CHANGED,
                    Topic.IMAGES_ASSESSED);

    private final Map<String, Object> adminProperties;
    private final String prefix;
    private boolean running;

    TopicsAtStart(Map<String, Object> adminProperties, String prefix) {
        this.adminProperties = adminProperties;
        this.prefix = prefix;
    }

    @Override
    public void start() {
        try (var admin = Admin.create(adminProperties)) {
            var layout = new TopicLayout(admin, prefix);
            layout.ensure(READ);
            layout.ensure(READ.stream().map(Topic::deadLetters).toList());
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before every consumer and before whoever fills a topic. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
