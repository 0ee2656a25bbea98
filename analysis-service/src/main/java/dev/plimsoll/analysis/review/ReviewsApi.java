package dev.plimsoll.analysis.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.decide.Actor;
import dev.plimsoll.analysis.decide.Decided;
import dev.plimsoll.analysis.decide.Decisions;
import dev.plimsoll.analysis.decide.Expected;
import dev.plimsoll.analysis.decide.KafkaAwayException;
import dev.plimsoll.analysis.review.ReviewRequest.UnreadableException;
import dev.plimsoll.event.RuleChanged;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The same as the reviews page, for programs. */
@RestController
class ReviewsApi {

    private static final Logger log = LoggerFactory.getLogger(ReviewsApi.class);

    private static final int LONGEST_BODY = 64 * 1024;
    private static final URI BAD_REQUEST = URI.create("urn:plimsoll:problem:bad-request");
    private static final URI KAFKA_AWAY = URI.create("urn:plimsoll:problem:kafka-away");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Reviews reviews;
    private final Decisions decisions;

    ReviewsApi(Reviews reviews, Decisions decisions) {
        this.reviews = reviews;
        this.decisions = decisions;
    }

    /**
     * @param counted whether it is known what the rules accept
     */
    record Answer(List<Review> reviews, boolean counted) {}

    /**
     * One rule.
     *
     * @param stage overdue, upcoming, later or ended
     * @param due the review date and what it means today, in words
     * @param accepts in words; absent if it is not known
     * @param file where it is changed, if it is kept in a file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Review(
            String rule,
            String version,
            String kind,
            String stage,
            String due,
            String until,
            String owner,
            String reason,
            @Nullable String ticket,
            @Nullable String accepts,
            @Nullable String file,
            @Nullable Integer line) {

        static Review of(ReviewsPage.Row row) {
            var kept = row.kept();
            return new Review(
                    row.rule(),
                    row.version(),
                    row.forbids() ? "never" : "accept",
                    row.stage().name().toLowerCase(Locale.ROOT),
                    row.due(),
                    row.until(),
                    row.owner(),
                    row.reason(),
                    row.ticket(),
                    row.accepts(),
                    kept == null ? null : kept.file(),
                    kept == null ? null : kept.line());
        }
    }

    @GetMapping(path = "/reviews.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer reviews(@RequestParam(required = false) @Nullable String owner) {
        var listed = reviews.of(owner, Integer.MAX_VALUE);
        return new Answer(listed.rows().stream().map(Review::of).toList(), listed.counted());
    }

    /** What holds after a decision. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Outcome(
            String rule,
            String version,
            String state,
            String owner,
            @Nullable String review,
            @Nullable String until) {

        static Outcome of(RuleChanged rule, String version) {
            return new Outcome(
                    rule.getId(),
                    version,
                    rule.getState().name().toLowerCase(Locale.ROOT),
                    rule.getOwner(),
                    rule.getReview() == null ? null : rule.getReview().toString(),
                    rule.getUntil() == null ? null : ReviewList.until(rule.getUntil()));
        }
    }

    /**
     * @param ifMatch the version that the sender has seen, as an entity tag; {@code *} for any
     */
    @PostMapping(
            path = "/reviews/{*rule}",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    ResponseEntity<Object> decide(
            @PathVariable String rule,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal Account account,
            HttpServletRequest sent)
            throws IOException {
        var id = rule.substring(1);
        var actor = Actor.api(account, "POST /reviews/" + Account.cleaned(id));
        var body = sent.getInputStream().readNBytes(LONGEST_BODY + 1);
        return switch (read(body).decide(decisions, id, expected(ifMatch), actor)) {
            case Decided.Done done ->
                    ResponseEntity.ok()
                            .eTag("\"%s\"".formatted(done.rule().version()))
                            .body(Outcome.of(done.rule().event(), done.rule().version()));
            case Decided.Refused(var cause, var field, var reason) ->
                    problem(Refusal.status(cause), Refusal.type(cause), field, reason);
        };
    }

    private static ReviewRequest read(byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw new UnreadableException("body", "is larger than 64 KiB");
        }
        try {
            var request = JSON.readValue(body, ReviewRequest.class);
            if (request == null) {
                throw new UnreadableException("body", "is empty");
            }
            return request;
        } catch (JacksonException e) {
            throw new UnreadableException(
                    "body",
                    "is not what was expected: an object with action (renew, revoke, hand-over), why,"
                            + " and review, until or owner, all texts");
        }
    }

    private static Expected expected(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return new Expected.Unsaid();
        }
        var tag = ifMatch.strip();
        return tag.equals("*")
                ? new Expected.Present()
                : new Expected.Version(tag.replaceAll("^(W/)?\"|\"$", ""));
    }

    private static ResponseEntity<Object> problem(
            HttpStatus status, URI type, @Nullable String field, String reason) {
        var problem = ProblemDetail.forStatusAndDetail(status, reason);
        problem.setType(type);
        if (field != null) {
            problem.setProperty("field", field);
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(UnreadableException e) {
        return problem(
                HttpStatus.BAD_REQUEST, BAD_REQUEST, e.field(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> kafkaIsAway(KafkaAwayException e) {
        log.atWarn().setCause(e).log("reviews cannot be told or decided now");
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                KAFKA_AWAY,
                null,
                "Kafka does not answer; it is not sure whether this was decided, repeating it does no harm");
    }
}
