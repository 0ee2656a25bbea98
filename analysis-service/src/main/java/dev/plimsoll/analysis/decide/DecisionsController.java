package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.index.ElasticsearchAwayException;
import dev.plimsoll.analysis.index.LoggedDecisions;
import dev.plimsoll.analysis.index.LoggedDecisions.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /decisions}: the decision log, searched and exported. */
@RestController
class DecisionsController {

    private static final int MOST_OF_A_PAGE = 1_000;

    private final LoggedDecisions decisions;
    private final JsonMapper json;

    DecisionsController(LoggedDecisions decisions, JsonMapper json) {
        this.decisions = decisions;
        this.json = json;
    }

    /**
     * A question, as it stands in an address; days in UTC.
     *
     * @param from a day or an instant
     * @param to the last day, or the first instant that is no longer meant
     */
    record Question(
            @Nullable String rule,
            @Nullable String person,
            @Nullable String image,
            @Nullable String from,
            @Nullable String to,
            @Nullable String outcome) {

        Filter filter() {
            if (outcome != null && !Set.of("done", "refused").contains(outcome)) {
                throw Problem.bad("outcome", "The outcome is done or refused.");
            }
            return new Filter(
                    blank(rule),
                    blank(person),
                    blank(image),
                    instant("from", from, 0),
                    instant("to", to, 1),
                    outcome);
        }

        Question orDone() {
            return outcome == null ? new Question(rule, person, image, from, to, "done") : this;
        }

        private static @Nullable String blank(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }

        private static @Nullable Instant instant(
                String field, @Nullable String text, int daysLater) {
            if (text == null || text.isBlank()) {
                return null;
            }
            try {
                return text.length() > 10
                        ? Instant.parse(text)
                        : LocalDate.parse(text)
                                .plusDays(daysLater)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant();
            } catch (DateTimeException e) {
                throw Problem.bad(
                        field, "Send a day (2026-12-31) or an instant (2026-12-31T12:00:00Z).");
            }
        }
    }

    /**
     * Some decisions, the newest first.
     *
     * @param next what {@code after} has to be for the next page; empty if there is none
     */
    record Page(List<DecisionLine> decisions, String next) {}

    @GetMapping(path = "/decisions", produces = MediaType.APPLICATION_JSON_VALUE)
    Page search(
            @ModelAttribute Question question,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int size) {
        if (size < 1 || size > MOST_OF_A_PAGE) {
            throw Problem.bad("size", "A page has 1 to %d decisions.".formatted(MOST_OF_A_PAGE));
        }
        if (!after.matches("([0-9]{1,19},[0-9]{1,19})?")) {
            throw Problem.bad("after", "Send what came as next.");
        }
        var page =
                decisions.page(
                        question.filter(),
                        after.isEmpty() ? List.of() : Arrays.asList(after.split(",")),
                        size);
        return new Page(
                page.decisions().stream().map(DecisionLine::of).toList(),
                String.join(",", page.next()));
    }

    @GetMapping("/decisions.ndjson")
    void lines(@ModelAttribute Question question, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        write(response, question.filter(), "", json::writeValueAsString);
    }

    /** The log of a known-issues page: what was decided; refused attempts if they are asked for. */
    @GetMapping("/decisions.md")
    void markdown(@ModelAttribute Question question, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/markdown;charset=UTF-8");
        write(
                response,
                question.orDone().filter(),
                "## Decision Log\n\n",
                line -> DecisionSentence.of(line) + "\n");
    }

    private void write(
            HttpServletResponse response,
            Filter filter,
            String head,
            Function<DecisionLine, String> line)
            throws IOException {
        try {
            // Flushed only at the end of a page of this size: until then a failure is a clean 503.
            var output = new BufferedOutputStream(response.getOutputStream(), 64 * 1024);
            output.write(head.getBytes(StandardCharsets.UTF_8));
            decisions.each(
                    filter,
                    decision -> {
                        try {
                            var text = line.apply(DecisionLine.of(decision)) + "\n";
                            output.write(text.getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException("the reader of the log went away", e);
                        }
                    });
            output.flush();
        } catch (ElasticsearchAwayException e) {
            if (response.isCommitted()) {
                throw new IOException("the export ended before its end", e);
            }
            response.reset();
            throw e;
        }
    }
}
