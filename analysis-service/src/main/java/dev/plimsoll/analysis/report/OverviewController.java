package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.decide.LiveRules;
import dev.plimsoll.analysis.index.ImageList;
import dev.plimsoll.analysis.track.FeedAges;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /}: which images there are, the worst first. */
@RestController
class OverviewController {

    private final ImageList images;
    private final LiveRules rules;
    private final FeedAges feeds;
    private final Pages pages;

    OverviewController(ImageList images, LiveRules rules, FeedAges feeds, Pages pages) {
        this.feeds = feeds;
        this.images = images;
        this.rules = rules;
        this.pages = pages;
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String overview(
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String after) {
        var request = Overview.Request.of(show, text, after);
        var page = images.page(request.filter(), request.after(), Overview.PAGE);
        return pages.overview(Overview.of(page, request, rules.refusals(), feeds.all()));
    }
}
