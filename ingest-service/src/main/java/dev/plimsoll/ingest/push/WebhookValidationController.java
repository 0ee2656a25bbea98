package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.proof.Head;
import dev.plimsoll.ingest.push.proof.Proof.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code OPTIONS /events/<source>}: the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection">question
 * of CloudEvents</a> whether a sender may send here. Whoever can prove who they are, may.
 */
@RestController
final class WebhookValidationController {

    /** A DNS name, as the specification wants it. */
    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    private final Sources sources;

    WebhookValidationController(Sources sources) {
        this.sources = sources;
    }

    @RequestMapping(method = RequestMethod.OPTIONS, path = "/events/{source}")
    ResponseEntity<?> validate(@PathVariable("source") String id, HttpServletRequest request) {
        var head = Head.of(request);
        if (sources.get(id).proof().ofHead(head) != Verdict.AUTHENTIC) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        var origin = head.header("WebHook-Request-Origin");
        if (origin == null || !ORIGIN.matcher(origin).matches()) {
            return ResponseEntity.badRequest().build();
        }
        var answer =
                ResponseEntity.ok()
                        .header("Allow", "POST")
                        .header("WebHook-Allowed-Origin", origin);
        if (head.header("WebHook-Request-Rate") != null) {
            answer.header("WebHook-Allowed-Rate", "*");
        }
        return answer.build();
    }
}
