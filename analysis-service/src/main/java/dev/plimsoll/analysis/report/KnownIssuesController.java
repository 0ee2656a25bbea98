package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ComparableImages;
import dev.plimsoll.analysis.index.CurrentFindings;
import dev.plimsoll.analysis.index.DecisionLog;
import dev.plimsoll.analysis.index.FixWaits;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.index.LineHistory;
import dev.plimsoll.analysis.index.OneImage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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

    /** Images that are looked at for another base. */
    private static final int CANDIDATES = 200;

    private final OneImage images;
    private final CurrentFindings findings;
    private final LineHistory history;
    private final DecisionLog decisions;
    private final ComparableImages comparable;
    private final FixWaits waits;
    private final Pages pages;

    KnownIssuesController(
            OneImage images,
            CurrentFindings findings,
            LineHistory history,
            DecisionLog decisions,
            ComparableImages comparable,
            FixWaits waits,
            Pages pages) {
        this.images = images;
        this.findings = findings;
        this.history = history;
        this.decisions = decisions;
        this.comparable = comparable;
        this.waits = waits;
        this.pages = pages;
    }

    /**
     * @param option whose effect is to be shown, for example "multi-stage"
     */
    @GetMapping(path = ID, produces = MediaType.TEXT_HTML_VALUE)
    String html(@PathVariable String id, @RequestParam(required = false) @Nullable String option) {
        return pages.knownIssues(page(id, option));
    }

    @GetMapping(path = ID + ".md", produces = "text/markdown;charset=UTF-8")
    String markdown(
            @PathVariable String id, @RequestParam(required = false) @Nullable String option) {
        return KnownIssuesMarkdown.of(page(id, option));
    }

    @GetMapping(path = ID + ".json", produces = MediaType.APPLICATION_JSON_VALUE)
    KnownIssues json(
            @PathVariable String id, @RequestParam(required = false) @Nullable String option) {
        return page(id, option);
    }

    private KnownIssues page(String id, @Nullable String option) {
        var image = images.withId(id).orElseThrow(() -> new UnknownImageException(id));
        var ecosystem = image.plimsoll().image().ecosystem();
        return KnownIssues.of(
                image,
                new KnownIssues.Sources(
                        findings.of(image),
                        history.of(image, HISTORY),
                        decisions.of(image, DECISIONS),
                        bases(image),
                        ecosystem == null ? null : waits.in(ecosystem)),
                option,
                Instant.now());
    }

    private Bases bases(ImageDocument image) {
        var own = image.plimsoll().image();
        var base = BaseName.parse(own.baseImage());
        if (base == null) {
            return Bases.UNKNOWN;
        }
        var bases =
                Bases.of(
                        image,
                        comparable.to(
                                base.registry(), base.repository(), own.platform(), CANDIDATES));
        return bases.with(findings.of(bases.images()));
    }
}
