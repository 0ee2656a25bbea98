package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.accept.RuleReader;
import dev.plimsoll.analysis.access.Account;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** {@code /rules}: the rules as they stand, and changing them. */
@RestController
class RulesController {

    private static final int LARGEST_RULE = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,19})\"");

    private final LiveRules rules;
    private final Decisions decisions;

    RulesController(LiveRules rules, Decisions decisions) {
        this.rules = rules;
        this.decisions = decisions;
    }

    /** Every rule that is not removed. */
    record All(List<RuleView> rules) {}

    @GetMapping(path = "/rules", produces = MediaType.APPLICATION_JSON_VALUE)
    All all() {
        rules.catchUp(PATIENCE);
        return new All(rules.heldRules().stream().map(RuleView::of).toList());
    }

    /** For editors: the JSON Schema of a file of rules. */
    @GetMapping(path = "/rules/schema.json", produces = "application/schema+json")
    String schema() {
        return RuleReader.schema();
    }

    @GetMapping(path = "/rules/{*id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> one(@PathVariable String id) {
        rules.catchUp(PATIENCE);
        return rules.rule(name(id))
                .map(held -> shown(ResponseEntity.ok(), RuleView.of(held)))
                .orElseGet(
                        () ->
                                Problem.of(
                                                HttpStatus.NOT_FOUND,
                                                "unknown-rule",
                                                "No such rule",
                                                "There is no rule '%s'."
                                                        .formatted(Account.cleaned(name(id))))
                                        .answer());
    }

    @PutMapping(path = "/rules/{*id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> put(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String why,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String ifNoneMatch,
            @AuthenticationPrincipal Account account,
            HttpServletRequest request)
            throws IOException {
        var decided =
                decisions.put(
                        name(id),
                        Body.of(request, LARGEST_RULE),
                        expected(ifMatch, ifNoneMatch),
                        why,
                        Actor.api(account, "PUT /rules/" + Account.cleaned(name(id))));
        return switch (decided) {
            case Decided.Refused refused -> Problem.of(refused).answer();
            case Decided.Done done ->
                    shown(
                            done.created()
                                    ? ResponseEntity.created(
                                            URI.create(
                                                    "/rules/"
                                                            + UriUtils.encodePath(
                                                                    name(id),
                                                                    StandardCharsets.UTF_8)))
                                    : ResponseEntity.ok(),
                            RuleView.of(done.rule()));
        };
    }

    @DeleteMapping("/rules/{*id}")
    ResponseEntity<Object> delete(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String why,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal Account account) {
        var expected = ifMatch == null ? new Expected.Present() : expected(ifMatch, null);
        var decided =
                decisions.revoke(
                        name(id),
                        expected,
                        why,
                        Actor.api(account, "DELETE /rules/" + Account.cleaned(name(id))));
        return switch (decided) {
            case Decided.Refused refused -> Problem.of(refused).answer();
            case Decided.Done _ -> ResponseEntity.noContent().build();
        };
    }

    private static ResponseEntity<Object> shown(ResponseEntity.BodyBuilder answer, RuleView rule) {
        return answer.eTag("\"" + rule.version() + "\"").body(rule);
    }

    /** Of a path variable that takes the rest of the path, with its slash. */
    private static String name(String rest) {
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    private static Expected expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch != null) {
            throw Problem.bad("If-Match", "Send If-Match or If-None-Match, not both.");
        }
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.strip().equals("*")) {
                throw Problem.bad(
                        "If-None-Match", "Only * is understood: there must be no such rule yet.");
            }
            return new Expected.Absent();
        }
        if (ifMatch == null) {
            return new Expected.Unsaid();
        }
        if (ifMatch.strip().equals("*")) {
            return new Expected.Present();
        }
        var etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw Problem.bad("If-Match", "Send one ETag as it came, for example \"42\".");
        }
        return new Expected.Version(etag.group(1));
    }
}
