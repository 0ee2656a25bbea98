package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.CurrentFindings;
import dev.plimsoll.analysis.index.DecisionLog;
import dev.plimsoll.analysis.index.LineHistory;
import dev.plimsoll.analysis.index.OneImage;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /images/{id}}: the known issues of an image, for people and for programs. */
@RestController
@RequestMapping("/images")
class KnownIssuesController {

    private static final String ID = "{id:[0-9a-f]{32}}";

    /** Entries of the tracking table. */
    private static final int HISTORY = 30;

    /** Changes read for the decision log. */
    private static final int DECISIONS = 1_000;

    private final OneImage images;
    private final CurrentFindings findings;
    private final LineHistory history;
    private final DecisionLog decisions;
    private final Pages pages;

    KnownIssuesController(
            OneImage images,
            CurrentFindings findings,
            LineHistory history,
            DecisionLog decisions,
            Pages pages) {
        this.images = images;
        this.findings = findings;
        this.history = history;
        this.decisions = decisions;
        this.pages = pages;
    }

    @GetMapping(path = ID, produces = MediaType.TEXT_HTML_VALUE)
    String html(@PathVariable String id) {
        return pages.knownIssues(page(id));
    }

    @GetMapping(path = ID + ".md", produces = "text/markdown;charset=UTF-8")
    String markdown(@PathVariable String id) {
        return KnownIssuesMarkdown.of(page(id));
    }

    @GetMapping(path = ID + ".json", produces = MediaType.APPLICATION_JSON_VALUE)
    KnownIssues json(@PathVariable String id) {
        return page(id);
    }

    private KnownIssues page(String id) {
        var image = images.withId(id).orElseThrow(() -> new UnknownImageException(id));
        return KnownIssues.of(
                image,
                findings.of(image),
                history.of(image, HISTORY),
                decisions.of(image, DECISIONS),
                Instant.now());
    }
}
