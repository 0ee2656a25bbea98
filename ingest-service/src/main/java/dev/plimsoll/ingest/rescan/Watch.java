package dev.plimsoll.ingest.rescan;

import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Asks for the scans of the {@link WatchList}, on the lane of requests, once in each turn. */
@Component
final class Watch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** How often it is looked whether a turn began, or what failed may work now. */
    private static final long LOOK_SECONDS = 30;

    private final WatchList list;
    private final RescanProperties properties;
    private final EventPublisher publisher;
    private final Clock clock;
    private long asked = -1;
    private @Nullable ScheduledExecutorService looks;

    Watch(WatchList list, RescanProperties properties, EventPublisher publisher, Clock clock) {
        this.list = list;
        this.properties = properties;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Asks unless it has asked in this turn; what Kafka did not take is asked again. */
    void look() {
        var now = clock.instant();
        if (list.images().isEmpty() || list.turn(now) == asked) {
            return;
        }
        try {
            publisher.publish(
                    Topic.IMAGES_RESCAN,
                    list.requests(now).stream()
                            .map(
                                    event ->
                                            new Keyed(
                                                    EventPublisher.repositoryKey(
                                                            event.getRegistry(),
                                                            event.getRepository()),
                                                    event))
                            .toList(),
                    properties.acknowledgement());
            asked = list.turn(now);
            log.atInfo().addKeyValue("images", list.images().size()).log("scans of the watch list");
        } catch (NotPublishedException e) {
            log.atWarn().setCause(e).log("scans of the watch list not taken, trying again");
        }
    }

    @Override
    public void start() {
        if (list.images().isEmpty()) {
            return;
        }
        looks =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("watch-list").factory());
        looks.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        if (looks != null) {
            looks.shutdownNow();
            looks = null;
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
