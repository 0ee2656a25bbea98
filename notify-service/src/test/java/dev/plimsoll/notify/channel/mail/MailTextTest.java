package dev.plimsoll.notify.channel.mail;

import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailTextTest {

    private final AnnouncementWriter writer = new AnnouncementWriter(null);

    @Test
    void saysInPlainTextWhatIsNewWhyAndWhatRemovesIt() {
        var alert = planned("a1", item("CVE-2026-0001", Severity.CRITICAL));

        assertThat(MailText.plain(writer.write(alert)))
                .isEqualTo(
                        """
                        registry.example.com/team/web:1.5.0 — 1 critical new

                        Why now: push of 1.5.0 (linux/amd64)
                        Open in this image: 1 critical, 2 high, 3 medium, 4 of unknown severity

                        critical  CVE-2026-0001 in openssl 3.0.1 → 3.0.2
                            upgrade to openssl 3.0.2 in the image's own build
                        """);
    }

    @Test
    void leavesNoMarkupOfOthersInTheHtml() {
        var alert = planned("a1", item("<script>alert('\"')</script>", Severity.HIGH));

        assertThat(MailText.html(writer.write(alert)))
                .contains("&lt;script&gt;alert(&#39;&quot;&#39;)&lt;/script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void cutsALongList() {
        var items =
                IntStream.range(0, 5_000)
                        .mapToObj(number -> item("CVE-2026-" + number, Severity.HIGH))
                        .toArray(AlertItem[]::new);
        var announcement = writer.write(planned("a1", items));

        assertThat(MailText.plain(announcement)).endsWith("and 4900 more\n");
        assertThat(MailText.html(announcement)).contains("<p>and 4900 more</p>");
    }

    @Test
    void saysInPlainTextWhichRulesAreDue() {
        var due =
                review(
                        ReviewStage.UPCOMING,
                        ReviewItem.newBuilder(ruleDue("python-base", "2026-12-02"))
                                .setTicket("SEC-17")
                                .build());
        var linking = new AnnouncementWriter(URI.create("https://plimsoll.example.com"));

        assertThat(MailText.plain(linking.write(planned(due))))
                .isEqualTo(
                        """
                        platform@example.com — 1 rule to review, by 2026-12-02

                        Look at each rule again: renew it with a new date, revoke it, or hand it over to another owner.
                        Review these rules: https://plimsoll.example.com/reviews?owner=platform%40example.com

                        python-base  review 2026-12-02, until 2027-01-30
                            accepts 1 finding in 1 image: 1 high
                            Rebuilt monthly.
                            SEC-17
                        """);
    }

    @Test
    void leavesNoMarkupOfAReviewInTheHtmlAndCutsIt() {
        var items =
                IntStream.range(0, 200)
                        .mapToObj(number -> ruleDue("<script>" + number, "2026-12-02"))
                        .toArray(ReviewItem[]::new);

        var html = MailText.html(writer.write(planned(review(ReviewStage.OVERDUE, items))));

        assertThat(html)
                .contains("&lt;script&gt;100", "<th>What it does now</th>", "<p>and 100 more</p>")
                .doesNotContain("<script");
    }
}
