package dev.plimsoll.ingest.rescan;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.Trigger;
import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.access.BodyReader.Body;
import dev.plimsoll.ingest.access.Secret;
import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.publish.EventPublisher;
import dev.plimsoll.ingest.publish.EventPublisher.Keyed;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.reference.AllowedRegistries;
import dev.plimsoll.ingest.reference.ImageReference;
import dev.plimsoll.schemas.topic.Topic;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /scans}: scan this image now, on the lane of requests. */
@RestController
final class ScansController {

    private static final Logger log = LoggerFactory.getLogger(ScansController.class);

    /** Where a registry's source would stand. */
    private static final String SOURCE = "manual";

    private static final String USAGE =
            "write {\"reference\": \"host/repository:tag\"} or \"host/repository@sha256:…\"";

    private static final BodyReader BODIES = new BodyReader(DataSize.ofKilobytes(4));

    private final Secret authorization;
    private final RescanProperties properties;
    private final AllowedRegistries registries;
    private final EventPublisher publisher;
    private final Clock clock;

    ScansController(
            RescanProperties properties,
            AllowedRegistries registries,
            EventPublisher publisher,
            Clock clock) {
        var token = properties.token();
        this.authorization = token == null ? Secret.NONE : Secret.of("Bearer " + token);
        this.properties = properties;
        this.registries = registries;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Answers with the event id, which is {@code ScanReported.eventId} of what comes of it. */
    @PostMapping("/scans")
    ResponseEntity<?> request(HttpServletRequest request) throws IOException {
        if (!authorization.matches(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        return switch (BODIES.read(request.getInputStream(), request.getContentLengthLong())) {
            case Body.Json(var node) -> scan(node.path("reference").asString(""));
            case Body.NotJson() -> refused(HttpStatus.BAD_REQUEST, "NOT_JSON", USAGE);
            case Body.TooComplex() -> refused(HttpStatus.BAD_REQUEST, "TOO_COMPLEX", USAGE);
            case Body.TooLarge() -> refused(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", USAGE);
        };
    }

    private ResponseEntity<?> scan(String text) {
        ImageReference reference;
        try {
            reference = ImageReference.parse(text);
        } catch (IllegalArgumentException e) {
            return refused(
                    HttpStatus.BAD_REQUEST, "MALFORMED_NAME", String.valueOf(e.getMessage()));
        }
        if (!registries.allow(reference.registry())) {
            return refused(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "REGISTRY_NOT_ALLOWED",
                    "'%s' is not one of ingest.registries".formatted(reference.registry()));
        }
        return publish(event(reference));
    }

    private ResponseEntity<?> publish(ImagePushed event) {
        var key = EventPublisher.repositoryKey(event.getRegistry(), event.getRepository());
        try {
            publisher.publish(
                    Topic.IMAGES_RESCAN,
                    List.of(new Keyed(key, event)),
                    properties.acknowledgement());
        } catch (NotPublishedException e) {
            log.atWarn().addKeyValue("image", key).setCause(e).log("scan request not taken");
            return refused(
                    HttpStatus.SERVICE_UNAVAILABLE, "KAFKA_UNAVAILABLE", "try again in a moment");
        }
        log.atInfo()
                .addKeyValue("image", key)
                .addKeyValue("event", event.getEventId())
                .log("scan requested");
        return ResponseEntity.accepted().body(Map.of("eventId", event.getEventId()));
    }

    /** Every request is one of its own: asking twice scans twice. */
    private ImagePushed event(ImageReference reference) {
        var now = clock.instant();
        var tag = reference.tag();
        var digest = reference.digest();
        return ImagePushed.newBuilder()
                .setEventId(EventId.of(SOURCE, UUID.randomUUID().toString()))
                .setSource(SOURCE)
                .setRegistry(reference.registry().value())
                .setRepository(reference.repository().value())
                .setTag(tag == null ? null : tag.value())
                .setDigest(digest == null ? null : digest.value())
                .setTrigger(Trigger.MANUAL)
                .setOccurredAt(now)
                .setReceivedAt(now)
                .build();
    }

    private static ResponseEntity<?> refused(HttpStatus status, String reason, String message) {
        return ResponseEntity.status(status).body(Map.of("reason", reason, "message", message));
    }
}
