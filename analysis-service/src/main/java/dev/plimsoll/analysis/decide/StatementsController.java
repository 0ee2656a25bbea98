package dev.plimsoll.analysis.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.event.VexStated;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /vex}: statements that came by documents, OpenVEX or CycloneDX. */
@RestController
class StatementsController {

    private static final int LARGEST = 8 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LiveRules rules;
    private final Decisions decisions;

    StatementsController(LiveRules rules, Decisions decisions) {
        this.rules = rules;
        this.decisions = decisions;
    }

    /** A statement as the API shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Statement(
            String id,
            String state,
            List<String> vulnerabilities,
            List<String> images,
            List<String> components,
            String status,
            @Nullable String justification,
            @Nullable String statement,
            String author,
            Instant statedAt,
            @Nullable String refusal,
            String by,
            String origin,
            Instant at) {

        static Statement of(VexStated event) {
            return new Statement(
                    event.getId(),
                    event.getState().name().toLowerCase(Locale.ROOT),
                    event.getVulnerabilities(),
                    event.getImages(),
                    event.getComponents(),
                    event.getStatus().name().toLowerCase(Locale.ROOT),
                    event.getJustification(),
                    event.getStatement(),
                    event.getAuthor(),
                    event.getStatedAt(),
                    event.getRefusal(),
                    event.getBy(),
                    event.getOrigin(),
                    event.getAt());
        }
    }

    /** Every statement that is not removed. */
    record All(List<Statement> statements) {}

    /** What came of a document. */
    record Taken(List<Statement> statements, int changed) {}

    @GetMapping(path = "/vex", produces = MediaType.APPLICATION_JSON_VALUE)
    All all() {
        rules.catchUp(PATIENCE);
        return new All(rules.statements().stream().map(Statement::of).toList());
    }

    @PostMapping(path = "/vex", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> take(
            @RequestParam(required = false) @Nullable String why,
            @AuthenticationPrincipal Account account,
            HttpServletRequest request)
            throws IOException {
        var stated =
                decisions.state(Body.of(request, LARGEST), why, Actor.api(account, "POST /vex"));
        return switch (stated) {
            case Decisions.Stated.Refused(var refused) -> Problem.of(refused).answer();
            case Decisions.Stated.Done(var statements, int changed) ->
                    ResponseEntity.ok(
                            new Taken(statements.stream().map(Statement::of).toList(), changed));
        };
    }
}
