package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.decide.Actor;
import dev.plimsoll.analysis.decide.Decided;
import dev.plimsoll.analysis.decide.Decisions;
import dev.plimsoll.analysis.decide.Expected;
import dev.plimsoll.analysis.decide.KafkaAwayException;
import dev.plimsoll.analysis.review.ReviewRequest.UnreadableException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** {@code /reviews}: the page on which people decide what becomes of rules. */
@RestController
class ReviewsController {

    private static final Logger log = LoggerFactory.getLogger(ReviewsController.class);

    private final Reviews reviews;
    private final Decisions decisions;
    private final ReviewPages pages;

    ReviewsController(Reviews reviews, Decisions decisions, ReviewPages pages) {
        this.reviews = reviews;
        this.decisions = decisions;
        this.pages = pages;
    }

    /**
     * @param owner whose rules; without it everybody's
     * @param decided the rule that was decided just now
     */
    @GetMapping(path = "/reviews", produces = MediaType.TEXT_HTML_VALUE)
    String reviews(
            @RequestParam(required = false) @Nullable String owner,
            @RequestParam(required = false) @Nullable String decided,
            @AuthenticationPrincipal @Nullable Account account) {
        var notice =
                decided == null
                        ? null
                        : new ReviewsPage.Notice(
                                false,
                                "Rule \"%s\" is decided; below is what holds now."
                                        .formatted(Account.cleaned(decided)));
        return pages.reviews(reviews.page(owner, mayDecide(account), notice));
    }

    /**
     * What a form sends.
     *
     * @param version of the rule that was on the page
     * @param of whose page it was
     */
    record Sent(
            @Nullable String action,
            @Nullable String review,
            @Nullable String until,
            @Nullable String owner,
            @Nullable String why,
            @Nullable String version,
            @Nullable String of) {

        ReviewRequest request() {
            return new ReviewRequest(action, review, until, owner, why);
        }

        Expected expected() {
            return version == null || version.isBlank()
                    ? new Expected.Unsaid()
                    : new Expected.Version(version.strip());
        }
    }

    @PostMapping(
            path = "/reviews/{*rule}",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> decide(
            @PathVariable String rule,
            @ModelAttribute Sent sent,
            @AuthenticationPrincipal Account account) {
        var id = rule.substring(1);
        try {
            var actor = Actor.page(account, "POST /reviews/" + Account.cleaned(id));
            return switch (sent.request().decide(decisions, id, sent.expected(), actor)) {
                case Decided.Done _ -> seeOther(id, sent.of());
                case Decided.Refused(var cause, var field, var reason) ->
                        again(
                                Refusal.status(cause),
                                id,
                                sent,
                                account,
                                field == null ? reason : "%s: %s".formatted(field, reason));
            };
        } catch (UnreadableException e) {
            return again(
                    HttpStatus.BAD_REQUEST,
                    id,
                    sent,
                    account,
                    "%s: %s".formatted(e.field(), e.getMessage()));
        }
    }

    private static ResponseEntity<String> seeOther(String rule, @Nullable String owner) {
        var page = UriComponentsBuilder.fromPath("/reviews");
        if (owner != null) {
            page.queryParam("owner", "{owner}");
        }
        page.queryParam("decided", "{rule}");
        var values = owner == null ? Map.of("rule", rule) : Map.of("rule", rule, "owner", owner);
        URI location = page.encode().buildAndExpand(values).toUri();
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(location).build();
    }

    /** The page once more, with what was typed. */
    private ResponseEntity<String> again(
            HttpStatus status, String rule, Sent sent, Account account, String reason) {
        var notice =
                new ReviewsPage.Notice(
                        true,
                        "Rule \"%s\" is as it was. %s".formatted(Account.cleaned(rule), reason));
        var page =
                reviews.page(sent.of(), mayDecide(account), notice)
                        .retyped(
                                rule,
                                new ReviewsPage.Form(
                                        action(sent),
                                        text(sent.review()),
                                        text(sent.until()),
                                        text(sent.owner()),
                                        text(sent.why())));
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .body(pages.reviews(page));
    }

    private static @Nullable ReviewAction action(Sent sent) {
        try {
            return sent.request().parsedAction();
        } catch (UnreadableException e) {
            return null;
        }
    }

    private static String text(@Nullable String typed) {
        return Objects.requireNonNullElse(typed, "");
    }

    private static boolean mayDecide(@Nullable Account account) {
        return account != null && account.mayDecide();
    }

    @ExceptionHandler
    ResponseEntity<String> kafkaIsAway(KafkaAwayException e) {
        log.atWarn().setCause(e).log("reviews cannot be shown or decided now");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(
                        pages.trouble(
                                "The rules cannot be read or changed now",
                                "They lie in Kafka, which does not answer. If you were deciding, look here again: repeating it does no harm."));
    }
}
