package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the log of rules equal to the folder of rules while the service runs. A rule that can no
 * longer be read is logged as refused, so that it stops accepting.
 */
@Component
public class RuleReload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RuleReload.class);

    private final RulesProperties properties;
    private final String topic;
    private final KafkaProperties kafka;
    private final Map<String, RuleChanged> logged = new ConcurrentHashMap<>();
    private volatile @Nullable Thread thread;

    RuleReload(
            RulesProperties properties,
            KafkaProperties kafka,
            @Value("${plimsoll.topic-prefix:}") String topicPrefix) {
        this.properties = properties;
        this.kafka = kafka;
        this.topic = topicPrefix + Topic.RULES_CHANGED.name();
    }

    /** Why rules accept nothing although somebody wrote them: file, rule and field, in words. */
    public List<String> refusals() {
        return logged.values().stream()
                .filter(rule -> rule.getState() == RuleState.REFUSED)
                .map(RuleChanged::getRefusal)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    @Override
    public void start() {
        var folder = properties.folder();
        if (folder == null) {
            log.info("no folder of rules is configured: nothing will be accepted");
            return;
        }
        thread = Thread.ofVirtual().name("rule-reload").start(() -> run(folder));
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run(Path path) {
        var folder = new RuleFolder(path, properties.longest());
        try (var rules =
                new RuleLog(
                        topic, kafka.buildConsumerProperties(), kafka.buildProducerProperties())) {
            boolean known = false;
            while (isRunning()) {
                try {
                    if (!known) {
                        logged.putAll(rules.latest());
                        known = true;
                    }
                    reload(folder, rules);
                } catch (IOException e) {
                    log.atError()
                            .addKeyValue("folder", path)
                            .setCause(e)
                            .log("rules cannot be read: the last ones stay");
                } catch (ExecutionException | RuntimeException e) {
                    log.atWarn().setCause(e).log("rules could not be exchanged with Kafka");
                }
                Thread.sleep(properties.reload());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload(RuleFolder folder, RuleLog rules)
            throws IOException, ExecutionException, InterruptedException {
        var now = Clock.systemUTC().instant();
        var changes = RuleFolder.changes(logged, folder.read(now), now);
        if (changes.isEmpty()) {
            return;
        }
        rules.append(changes);
        for (var rule : changes) {
            logged.put(rule.getId(), rule);
            if (rule.getState() == RuleState.REFUSED) {
                log.atError()
                        .addKeyValue("rule", rule.getId())
                        .addKeyValue("refusal", rule.getRefusal())
                        .log("rule refused: it accepts nothing");
            } else {
                log.atInfo()
                        .addKeyValue("rule", rule.getId())
                        .addKeyValue("state", rule.getState())
                        .log("rule changed");
            }
        }
    }
}
