package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.BodyReader;
import dev.plimsoll.ingest.access.BodyReader.Body;
import dev.plimsoll.ingest.publish.NotPublishedException;
import dev.plimsoll.ingest.push.RegistryEvent.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

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

    private final Map<String, Source> sources;
    private final Intake intake;
    private final BodyReader bodies;
    private final EventCounter counter;

    EventsController(
            PushProperties properties, Intake intake, BodyReader bodies, EventCounter counter) {
        this.sources = Source.of(properties.sources());
        this.intake = intake;
        this.bodies = bodies;
        this.counter = counter;
    }

    /** The body is read only when the sender has proved who it is. */
    @PostMapping("/events/{source}")
    ResponseEntity<?> receive(@PathVariable("source") String id, HttpServletRequest request)
            throws IOException {
        var source = sources.getOrDefault(id, Source.UNKNOWN);
        if (!source.authenticates(request)) {
            return unauthenticated();
        }
        return switch (bodies.read(request.getInputStream(), request.getContentLengthLong())) {
            case Body.Json(var node) -> accepted(source, node);
            case Body.TooComplex() -> {
                intake.refuse(source, Reason.TOO_COMPLEX, "deeper or longer than any event");
                yield ResponseEntity.accepted().body(new Receipt(0, 0, 0, 1));
            }
            case Body.NotJson() -> rejected(source, HttpStatus.BAD_REQUEST, "NOT_JSON");
            case Body.TooLarge() -> rejected(source, HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE");
        };
    }

    private ResponseEntity<?> accepted(Source source, JsonNode body) {
        try {
            return ResponseEntity.accepted().body(intake.receive(source, body));
        } catch (NotPublishedException e) {
            log.atWarn()
                    .addKeyValue("source", source.id())
                    .setCause(e)
                    .log("delivery not taken, the sender has to repeat it");
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
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
    private ResponseEntity<?> unauthenticated() {
        counter.rejected(UNAUTHENTICATED, "SECRET_MISSING_OR_WRONG");
        return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
    }
}
