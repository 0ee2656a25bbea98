package dev.plimsoll.analysis.review;

import static dev.plimsoll.analysis.review.SampleReviews.OWNER;
import static dev.plimsoll.analysis.review.SampleReviews.page;
import static dev.plimsoll.analysis.review.SampleReviews.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReviewPagesTest {

    private static final String HOSTILE = "<script>alert('\"')</script>";

    private final ReviewPages pages = new ReviewPages();

    @Test
    void showsEverybodysRulesWithoutForms() {
        var html = pages.reviews(page(null, true, null));

        assertThat(html)
                .contains(
                        "<title>Reviews · Plimsoll</title>",
                        "<a href=\"/reviews?owner=platform%40example.com\">platform@example.com</a>",
                        "python-base",
                        "2 critical, 12 high in 3 images",
                        "forbids acceptance",
                        "2026-11-20: 11 days overdue")
                .doesNotContain("<form", "<script");
        assertThat(html.indexOf("python-base")).isLessThan(html.indexOf("web-libs"));
    }

    @Test
    void offersAFormForEachChoiceToWhoMayDecide() {
        var html = pages.reviews(page(OWNER, true, null));

        assertThat(html)
                .contains(
                        "action=\"/reviews/python-base\"",
                        "name=\"version\" value=\"17\"",
                        "name=\"review\" type=\"date\" required value=\"2026-12-19\"",
                        "max=\"2027-03-01\"",
                        "<button type=\"submit\">Hand over</button>");
        assertThat(Pattern.compile("method=\"post\"").matcher(html).results().count())
                .as("three for each rule but the one of a file")
                .isEqualTo(9);
    }

    @Test
    void showsWhoMayOnlyReadNoForm() {
        assertThat(pages.reviews(page(OWNER, false, null)))
                .contains("Your account may read, not decide.", "python-base")
                .doesNotContain("<form");
    }

    @Test
    void saysWhereARuleOfAFileIsChanged() {
        assertThat(pages.reviews(page(OWNER, true, null)))
                .contains(
                        "This rule is kept in <code>base-image.yaml</code>, line 3,",
                        "  decided: 2026-12-01\n  review: 2027-01-05\n  until: 2027-01-18\n")
                .doesNotContain("action=\"/reviews/in-git\"");
    }

    @Test
    void showsWhatWasTypedAgainWhenItWasRefused() {
        var html = pages.reviews(SampleReviews.refused("because " + HOSTILE));

        assertThat(html)
                .contains("role=\"alert\"", "is as it was. until: too far", "value=\"2028-01-01\"")
                .contains("<details open>")
                .doesNotContain("<script");
        assertThat(Pattern.compile("<details open>").matcher(html).results().count()).isEqualTo(1);
    }

    @Test
    void saysThatNobodyKnowsWhatRulesAccept() {
        var page = page(null, true, null);
        var uncounted =
                new ReviewsPage(
                        null, page.owners(), rows(null), 0, false, true, page.latest(), null);

        assertThat(pages.reviews(uncounted))
                .contains("Elasticsearch does not answer", "not known")
                .doesNotContain("nothing now");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(
                        pages.reviews(
                                new ReviewsPage(
                                        null, List.of(), List.of(), 0, true, true, "", null)))
                .contains("There are no rules");
        assertThat(
                        pages.reviews(
                                new ReviewsPage(
                                        HOSTILE, List.of(), List.of(), 0, true, true, "", null)))
                .contains("No rule is owned by")
                .doesNotContain("<script");
    }

    @Test
    void everyFieldHasItsOwnLabel() {
        var html = pages.reviews(page(OWNER, true, null));

        var ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(html).results();
        assertThat(ids.map(id -> id.group(1)).toList()).doesNotHaveDuplicates();
        var fields =
                Pattern.compile("<(?:input|textarea) id=\"([^\"]+)\"")
                        .matcher(html)
                        .results()
                        .map(field -> field.group(1))
                        .toList();
        assertThat(fields)
                .isNotEmpty()
                .allSatisfy(field -> assertThat(html).contains("<label for=\"" + field + "\""));
    }
}
