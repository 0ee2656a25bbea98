package dev.plimsoll.ingest.lane;

import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record of a lane after the other: scanned, reported, and only then done with. Killed in
 * between, the same record is scanned again and reported with the same ids.
 */
final class ScanLane {

    /** Inventories are large, and nobody waits at a web request. */
    static final Duration REPORT_PATIENCE = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(ScanLane.class);

    private final Scan scan;
    private final EventPublisher publisher;

    ScanLane(Scan scan, EventPublisher publisher) {
        this.scan = scan;
        this.publisher = publisher;
    }

    /**
     * A push, at its place in the order. What a schedule put there to have a place is scanned on
     * the lane of requests: it must not crowd out what was pushed.
     *
     * @param pushOffset of the record
     * @throws UnexpectedEventException if the event does not belong on a lane
     */
    void pushed(Object event, long pushOffset) {
        if (event instanceof ImagePushed push && push.getTrigger() == Trigger.SCHEDULE) {
            var placed = Map.of(EventPublisher.PUSH_OFFSET, Long.toString(pushOffset));
            publisher.publish(
                    Topic.IMAGES_RESCAN,
                    List.of(new Keyed(image(push), push, placed)),
                    REPORT_PATIENCE);
        } else {
            work(event, pushOffset);
        }
    }

    /**
     * @param pushOffset of the push, -1 for work that has no place in their order
     * @throws UnexpectedEventException if the event does not belong on a lane
     */
    void work(Object event, long pushOffset) {
        switch (event) {
            case ImagePushed push -> scan(push, pushOffset);
            case ImageDeleted _ -> {
                // Analysis reads deletions; there is nothing to scan.
            }
            default -> throw new UnexpectedEventException(event);
        }
    }

    private void scan(ImagePushed push, long pushOffset) {
        if (push.getTag() == null && push.getTrigger() == Trigger.PUSH) {
            // Children of an index come this way, and the index itself comes with a tag.
            log.atDebug().addKeyValue("image", image(push)).log("push without a tag not scanned");
            return;
        }
        var reports = scan.of(push, pushOffset);
        publisher.publish(
                Topic.SCANS_REPORTED,
                reports.stream().map(ScanLane::keyed).toList(),
                REPORT_PATIENCE);
        reports.forEach(ScanLane::tell);
    }

    static Keyed keyed(ScanReported report) {
        return new Keyed(
                EventPublisher.repositoryKey(report.getRegistry(), report.getRepository()), report);
    }

    private static void tell(ScanReported report) {
        log.atInfo()
                .addKeyValue("event", report.getEventId())
                .addKeyValue("registry", report.getRegistry())
                .addKeyValue("repository", report.getRepository())
                .addKeyValue("tag", report.getTag())
                .addKeyValue("digest", report.getDigest())
                .addKeyValue("platform", report.getPlatform())
                .addKeyValue(
                        "outcome",
                        report.getOutcome() instanceof ScanFailure failure
                                ? failure.getReason()
                                : "INVENTORY")
                .log("scan reported");
    }

    private static String image(ImagePushed push) {
        return EventPublisher.repositoryKey(push.getRegistry(), push.getRepository());
    }
}
