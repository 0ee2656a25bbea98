package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.access.BodyReader.Body;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.push.format.Delivery;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.push.proof.Proof.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /events/<source>}. Senders repeat, or stop sending, on anything but 2xx: so 2xx is
 * the answer to everything that is authentic and complete, used or not.
 */
@RestController
final class EventsController {

    private static final Logger log = LoggerFactory.getLogger(EventsController.class);

    /** Counted under one name: ids that strangers make up must not become metrics. */
    private static final String UNAUTHENTICATED = "unauthenticated";

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Sources sources;
    private final Intake intake;
    private final BodyReader bodies;
    private final EventCounter counter;
    private final Duration repetitionWindow;
    private final Clock clock;

    EventsController(
            Sources sources,
            Intake intake,
            BodyReader bodies,
            EventCounter counter,
            PushProperties properties,
            Clock clock) {
        this.sources = sources;
        this.intake = intake;
        this.bodies = bodies;
        this.counter = counter;
        this.repetitionWindow = properties.repetitionWindow();
        this.clock = clock;
    }

    /** Nothing is read of a sender that cannot be right, nothing is parsed before it is right. */
    @PostMapping("/events/{source}")
    ResponseEntity<?> receive(@PathVariable("source") String id, HttpServletRequest request)
            throws IOException {
        var source = sources.get(id);
        var head = Head.of(request);
        var verdict = source.proof().ofHead(head);
        if (verdict != Verdict.AUTHENTIC) {
            return unproved(source, verdict);
        }
        var bytes = bodies.bytes(request.getInputStream(), request.getContentLengthLong());
        if (bytes == null) {
            return rejected(source, HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE");
        }
        verdict = source.proof().ofBody(head, bytes);
        if (verdict != Verdict.AUTHENTIC) {
            return unproved(source, verdict);
        }
        return switch (BodyReader.parse(bytes)) {
            case Body.Json(var node) ->
                    authentic(source, new Delivery(head, node, source.registry(), clock.instant()));
            case Body.TooComplex() -> {
                intake.refuse(source, Reason.TOO_COMPLEX, "deeper or longer than any event");
                yield ResponseEntity.accepted().body(new Receipt(0, 0, 0, 1));
            }
            case Body.NotJson() -> rejected(source, HttpStatus.BAD_REQUEST, "NOT_JSON");
            case Body.TooLarge() -> rejected(source, HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE");
        };
    }

    private ResponseEntity<?> authentic(Source source, Delivery delivery) {
        var signedAt = source.format().signedAt(delivery);
        if (signedAt != null
                && Duration.between(signedAt, delivery.receivedAt())
                                .abs()
                                .compareTo(repetitionWindow)
                        > 0) {
            return unproved(source, Verdict.OUTDATED);
        }
        Map<String, String> greeting;
        try {
            greeting = source.handshake(delivery);
        } catch (IOException e) {
            return comeAgain(source, e, "handshake not completed, the sender has to repeat it");
        }
        return greeting == null ? taken(source, delivery) : ResponseEntity.ok(greeting);
    }

    private ResponseEntity<?> taken(Source source, Delivery delivery) {
        try {
            return ResponseEntity.accepted().body(intake.receive(source, delivery));
        } catch (NotPublishedException e) {
            return comeAgain(source, e, "delivery not taken, the sender has to repeat it");
        }
    }

    private ResponseEntity<?> rejected(Source source, HttpStatus status, String reason) {
        counter.rejected(source.id(), reason);
        log.atWarn()
                .addKeyValue("source", source.id())
                .addKeyValue("reason", reason)
                .log("delivery rejected");
        return ResponseEntity.status(status).build();
    }

    /** The same answer for a wrong secret and for a source that does not exist. */
    private ResponseEntity<?> unproved(Source source, Verdict verdict) {
        return switch (verdict) {
            case OUTDATED -> rejected(source, HttpStatus.FORBIDDEN, "OUTDATED");
            case UNVERIFIABLE -> {
                counter.rejected(source.id(), "UNVERIFIABLE");
                yield unavailable();
            }
            case REFUSED, AUTHENTIC -> {
                counter.rejected(UNAUTHENTICATED, "SECRET_MISSING_OR_WRONG");
                yield ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
            }
        };
    }

    private static ResponseEntity<?> comeAgain(Source source, Exception cause, String message) {
        log.atWarn().addKeyValue("source", source.id()).setCause(cause).log(message);
        return unavailable();
    }

    private static ResponseEntity<?> unavailable() {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
