package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.review.SampleRules.rule;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.analysis.review.ReviewList.Versioned;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.SeverityCounts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reviews pages to look at and to test with. */
public final class SampleReviews {

    static final String OWNER = "platform@example.com";

    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    private static final ReviewList LIST =
            new ReviewList(new ReviewCalendar(7, 7, 14, ZoneOffset.UTC), 90);

    private SampleReviews() {}

    /** As HTML, by a name. */
    public static Map<String, String> rendered() {
        var pages = new ReviewPages();
        var html = new LinkedHashMap<String, String>();
        html.put("reviews.html", pages.reviews(page(null, true, null)));
        html.put("reviews-of-owner.html", pages.reviews(page(OWNER, true, null)));
        html.put("reviews-refused.html", pages.reviews(refused("because")));
        return html;
    }

    /** A renewal was refused; what was typed is still there. */
    static ReviewsPage refused(String why) {
        var notice =
                new ReviewsPage.Notice(true, "Rule \"python-base\" is as it was. until: too far");
        var typed = new ReviewsPage.Form(ReviewAction.RENEW, "2027-01-01", "2028-01-01", "", why);
        return page(OWNER, true, notice).retyped("python-base", typed);
    }

    static ReviewsPage page(
            @Nullable String owner, boolean mayDecide, ReviewsPage.@Nullable Notice notice) {
        var counts =
                Map.of(
                        "python-base",
                        new AcceptedByRule.Count(new SeverityCounts(2, 12, 0, 0, 0, 0), 3));
        return new ReviewsPage(
                owner,
                owner == null ? ReviewList.owners(LIST.entries(rules(), NOW)) : List.of(),
                rows(counts),
                0,
                true,
                mayDecide,
                LIST.latest(NOW).toString(),
                notice);
    }

    static List<ReviewsPage.Row> rows(@Nullable Map<String, AcceptedByRule.Count> counts) {
        return LIST.entries(rules(), NOW).stream()
                .map(entry -> LIST.row(entry, counts, NOW))
                .toList();
    }

    private static List<Versioned> rules() {
        var never =
                RuleChanged.newBuilder(rule("never-exploited").review("2027-05-01").build())
                        .setKind(RuleKind.NEVER)
                        .setUntil(null)
                        .setReason("Exploited vulnerabilities are fixed, not accepted.")
                        .setScope(RuleScope.newBuilder().setKev(true).build())
                        .build();
        return List.of(
                held(
                        rule("web-libs")
                                .review("2026-12-04")
                                .until("2027-01-15")
                                .ticket("SEC-17")
                                .build()),
                held(rule("python-base").review("2026-11-20").until("2027-01-30").build()),
                new Versioned(
                        rule("in-git").until("2026-12-20").ofFile("base-image.yaml", 3).build(),
                        "4",
                        true),
                held(never));
    }

    private static Versioned held(RuleChanged rule) {
        return new Versioned(rule, "17", false);
    }
}
