package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the calendar now and then, and writes the summaries that are due. Runs on every
 * instance; one of them writes (see {@link ReviewTopic}).
 *
 * <p>A summary says what each rule accepts now. While Elasticsearch does not answer nobody knows,
 * and the summary waits: "nothing" would be wrong.
 */
final class ReviewReminders implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReviewReminders.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(8);

    private final Campaign campaign;
    private final Duration every;
    private final Rules rules;
    private final Function<Collection<String>, Map<String, AcceptedByRule.Count>> accepted;
    private final Supplier<ReviewTopic> topics;
    private final InstantSource clock;
    private volatile @Nullable Thread thread;

    /**
     * @param accepted what rules accept now, see {@link AcceptedByRule#of}
     * @param topics opens the topic
     */
    ReviewReminders(
            Campaign campaign,
            Duration every,
            Rules rules,
            Function<Collection<String>, Map<String, AcceptedByRule.Count>> accepted,
            Supplier<ReviewTopic> topics,
            InstantSource clock) {
        this.campaign = campaign;
        this.every = every;
        this.rules = rules;
        this.accepted = accepted;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public void start() {
        // Known before it runs: it ends when it is no longer known.
        var running = Thread.ofPlatform().daemon().name("review-reminders").unstarted(this::run);
        thread = running;
        running.start();
    }

    @Override
    public void stop() {
        var running = thread;
        thread = null;
        if (running != null) {
            try {
                // Unhurried, so that it leaves its group and the next one need not wait.
                if (!running.join(STOP)) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (isRunning()) {
            try (var topic = topics.get()) {
                remind(topic);
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (ExecutionException | RuntimeException e) {
                log.atWarn().setCause(e).log("reviews cannot be told now: trying again");
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /**
     * The first look comes after a pause: a rule that was renewed in its file while the service was
     * down is read by then.
     */
    private void remind(ReviewTopic topic) throws InterruptedException, ExecutionException {
        var next = clock.instant().plus(every);
        while (isRunning()) {
            boolean ours = topic.follow(every.compareTo(POLL) < 0 ? every : POLL);
            var now = clock.instant();
            if (ours && !now.isBefore(next)) {
                tell(topic, now);
                next = now.plus(every);
            }
        }
    }

    private void tell(ReviewTopic topic, Instant now)
            throws InterruptedException, ExecutionException {
        var due = campaign.due(rules.now(), topic.told(), now);
        if (due.isEmpty()) {
            return;
        }
        Map<String, AcceptedByRule.Count> counts;
        try {
            counts = accepted.apply(due.stream().flatMap(one -> one.ruleIds().stream()).toList());
        } catch (ElasticsearchAwayException e) {
            log.atWarn()
                    .addKeyValue("summaries", due.size())
                    .addKeyValue("reason", e.getMessage())
                    .log("reviews wait: what their rules accept cannot be counted now");
            return;
        }
        for (var summary : due) {
            var event = summary.event(counts, now);
            topic.write(event);
            log.atInfo()
                    .addKeyValue("review", event.getId())
                    .addKeyValue("stage", event.getStage())
                    .addKeyValue("rules", event.getItems().size())
                    .log("reviews due");
        }
    }
}
