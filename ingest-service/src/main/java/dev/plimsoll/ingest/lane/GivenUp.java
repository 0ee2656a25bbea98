package dev.plimsoll.ingest.lane;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import dev.plimsoll.schemas.topic.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

/**
 * The end of a record that no attempt could process: it becomes a dead letter, and where it asked
 * for a scan, the image is reported as failed. Should Kafka not take one of them, the record is
 * tried again.
 */
final class GivenUp implements ConsumerRecordRecoverer {

    private static final Logger log = LoggerFactory.getLogger(GivenUp.class);

    /** {@code ScanReported.digest} of an image that the registry never told. */
    private static final String UNRESOLVED = "";

    private static final String ENGINE = "builtin";

    private final ConsumerRecordRecoverer deadLetters;
    private final EventPublisher publisher;
    private final String pushes;
    private final String platform;
    private final Clock clock;

    /**
     * @param pushes the topic whose offsets order pushes
     * @param platform that the failure is reported for: nobody could say which ones the image has
     */
    GivenUp(
            ConsumerRecordRecoverer deadLetters,
            EventPublisher publisher,
            String pushes,
            String platform,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.publisher = publisher;
        this.pushes = pushes;
        this.platform = platform;
        this.clock = clock;
    }

    @Override
    public void accept(ConsumerRecord<?, ?> record, Exception cause) {
        deadLetters.accept(record, cause);
        if (record.value() instanceof ImagePushed push) {
            var place = record.headers().lastHeader(EventPublisher.PUSH_OFFSET);
            long pushOffset =
                    record.topic().equals(pushes)
                            ? record.offset()
                            : PushOffset.of(place == null ? null : place.value());
            publisher.publish(
                    Topic.SCANS_REPORTED,
                    List.of(ScanLane.keyed(failed(push, pushOffset, failure(cause)))),
                    ScanLane.REPORT_PATIENCE);
        }
        log.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .setCause(cause)
                .log("record given up and dead-lettered");
    }

    private ScanReported failed(ImagePushed push, long pushOffset, ScanFailure failure) {
        var now = clock.instant();
        return ScanReported.newBuilder()
                .setScanId(EventId.of(push.getEventId(), platform, failure.getReason()))
                .setEventId(push.getEventId())
                .setTrigger(push.getTrigger())
                .setPushOffset(pushOffset)
                .setRegistry(push.getRegistry())
                .setRepository(push.getRepository())
                .setTag(push.getTag())
                .setDigest(Objects.requireNonNullElse(push.getDigest(), UNRESOLVED))
                .setPlatform(platform)
                .setEngine(ENGINE)
                .setEngineVersion("")
                .setOccurredAt(push.getOccurredAt())
                .setStartedAt(now)
                .setFinishedAt(now)
                .setOutcome(failure)
                .build();
    }

    private static ScanFailure failure(Exception cause) {
        for (Throwable thrown = cause; thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof RegistryUnavailableException unavailable) {
                return failure("REGISTRY_UNAVAILABLE", String.valueOf(unavailable.getMessage()));
            }
            if (thrown instanceof NotPublishedException unpublished && unpublished.tooLarge()) {
                return failure(
                        "REPORT_TOO_LARGE",
                        "the inventory is larger than Kafka takes in one record");
            }
        }
        // The message of an unforeseen exception may quote anything, so it stays in our own log.
        return failure(
                "SCANNER_ERROR",
                "the scanner stopped with %s; the log of ingest-service says more"
                        .formatted(
                                NestedExceptionUtils.getMostSpecificCause(cause)
                                        .getClass()
                                        .getSimpleName()));
    }

    private static ScanFailure failure(String reason, String message) {
        return ScanFailure.newBuilder()
                .setKind(ScanFailureKind.FAILED)
                .setReason(reason)
                .setMessage(message)
                .build();
    }
}
