package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.AcceptancesToReview;
import dev.plimsoll.analysis.index.AdviceRecord;
import dev.plimsoll.analysis.index.AwaitingUpstream;
import dev.plimsoll.analysis.index.BasesInUse;
import dev.plimsoll.analysis.index.BasesToRebuild;
import dev.plimsoll.analysis.index.CheckTotals;
import dev.plimsoll.analysis.index.ImageList;
import dev.plimsoll.analysis.index.NamedImages;
import dev.plimsoll.analysis.index.OldestSerious;
import dev.plimsoll.analysis.index.OptionTotals;
import dev.plimsoll.analysis.index.WeeklyChanges;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /organisation}: all images together. */
@RestController
class OrganisationController {

    private static final int LISTED = 20;

    /** Builds of bases: those of the same name are merged afterwards. */
    private static final int BUILDS = 200;

    /** Builds of bases that are compared with the newest one of their name. */
    private static final int IN_USE = 1_000;

    private static final int WEEKS = 12;

    private final ImageList images;
    private final OptionTotals options;
    private final AdviceRecord advice;
    private final BasesToRebuild bases;
    private final BasesInUse inUse;
    private final NamedImages named;
    private final OldestSerious oldest;
    private final AwaitingUpstream awaiting;
    private final AcceptancesToReview reviews;
    private final CheckTotals checks;
    private final WeeklyChanges weeks;
    private final Pages pages;

    OrganisationController(
            ImageList images,
            OptionTotals options,
            AdviceRecord advice,
            BasesToRebuild bases,
            BasesInUse inUse,
            NamedImages named,
            OldestSerious oldest,
            AwaitingUpstream awaiting,
            AcceptancesToReview reviews,
            CheckTotals checks,
            WeeklyChanges weeks,
            Pages pages) {
        this.images = images;
        this.options = options;
        this.advice = advice;
        this.bases = bases;
        this.inUse = inUse;
        this.named = named;
        this.oldest = oldest;
        this.awaiting = awaiting;
        this.reviews = reviews;
        this.checks = checks;
        this.weeks = weeks;
        this.pages = pages;
    }

    @GetMapping(path = "/organisation", produces = MediaType.TEXT_HTML_VALUE)
    String html() {
        return pages.organisation(page());
    }

    @GetMapping(path = "/organisation.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Organisation json() {
        return page();
    }

    private Organisation page() {
        var now = Instant.now();
        var used = inUse.first(IN_USE);
        return Organisation.of(
                new Organisation.Sources(
                        images.page(new ImageList.Filter(null, true, true, ""), List.of(), LISTED),
                        options.now(),
                        advice.now(),
                        NewestBases.of(used, named.of(NewestBases.keys(used))),
                        bases.first(BUILDS),
                        oldest.first(LISTED),
                        awaiting.now(LISTED),
                        reviews.first(BUILDS),
                        checks.now(),
                        weeks.until(now, WEEKS)),
                now);
    }
}
