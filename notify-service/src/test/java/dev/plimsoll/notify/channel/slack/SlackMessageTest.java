package dev.plimsoll.notify.channel.slack;

import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import dev.plimsoll.notify.Samples;
import dev.plimsoll.notify.channel.AnnouncementWriter;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlackMessageTest {

    private final AnnouncementWriter writer =
            new AnnouncementWriter(URI.create("https://plimsoll.example.com/"));

    @Test
    void saysWhatIsNewWhyAndWhatRemovesIt() {
        var alert = planned("a1", item("CVE-2026-0001", Severity.CRITICAL));

        var message = SlackMessage.of(writer.write(alert));

        assertThat(message.text())
                .isEqualTo("registry.example.com/team/web:1.5.0 — 1 critical new");
        assertThat(message.blocks())
                .extracting(block -> block.text().text())
                .containsExactly(
                        "registry.example.com/team/web:1.5.0 — 1 critical new",
                        """
                        push of 1.5.0 (linux/amd64)
                        Open in this image: 1 critical, 2 high, 3 medium, 4 of unknown severity
                        <https://plimsoll.example.com/images/6c04a3627e05d1f0d4f38157f96c01cc|Known issues>""",
                        """
                        • *critical* CVE-2026-0001 in openssl 3.0.1 → 3.0.2
                            upgrade to openssl 3.0.2 in the image's own build
                        """);
    }

    @Test
    void cutsALongListWithinSlacksLimits() {
        var items =
                IntStream.range(0, 5_000)
                        .mapToObj(number -> item("CVE-2026-" + number, Severity.HIGH))
                        .toArray(AlertItem[]::new);

        var message = SlackMessage.of(writer.write(planned("a1", items)));

        assertThat(message.blocks()).hasSizeLessThan(10);
        assertThat(message.blocks())
                .allSatisfy(block -> assertThat(block.text().text()).hasSizeLessThan(3_000));
        assertThat(message.blocks().stream().mapToInt(block -> block.text().text().length()).sum())
                .isLessThan(12_000);
        assertThat(message.blocks().getLast().text().text()).matches("(?s).*… and \\d+ more");
    }

    @Test
    void leavesNoMarkupOfOthersInTheMessage() {
        var hostile =
                AlertItem.newBuilder(item("<!channel> & <https://evil.example|x>", Severity.HIGH))
                        .build();
        var image =
                ImageRef.newBuilder(Samples.IMAGE).setTag("1\r\n<!here>\u202e" + "x".repeat(500));
        var alert =
                AlertRecorded.newBuilder(planned("a1", hostile)).setImage(image.build()).build();

        var message = SlackMessage.of(writer.write(alert));

        assertThat(message.blocks().getFirst().text().text())
                .hasSize(150)
                .startsWith("registry.example.com/team/web:1  <!here> xxx");
        assertThat(message.text()).contains("&lt;!here&gt;").doesNotContain("<", "\n", "\u202e");
        assertThat(message.blocks().getLast().text().text())
                .contains("&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;");
    }

    @Test
    void saysWhichRulesAreDueAndWhatTheyAccept() {
        var ticketed =
                ReviewItem.newBuilder(ruleDue("python-base", "2026-12-02"))
                        .setTicket("SEC-17")
                        .build();
        var due = review(ReviewStage.OVERDUE, ticketed, ruleDue("web-libs", "2026-12-05"));

        var message = SlackMessage.of(writer.write(planned(due)));

        assertThat(message.blocks())
                .extracting(block -> block.text().text())
                .containsExactly(
                        "Overdue: platform@example.com — 2 rules not reviewed, the oldest due since"
                                + " 2026-12-02",
                        """
                        The date has passed and nobody decided, so more people are told. Each rule \
                        waits for somebody to renew it with a new date, revoke it, or hand it over to \
                        another owner.
                        <https://plimsoll.example.com/reviews?owner=platform%40example.com|Review these rules>""",
                        """
                        • *python-base* (review 2026-12-02, until 2027-01-30) accepts 1 finding in 1 image: 1 high
                            Rebuilt monthly. (SEC-17)
                        • *web-libs* (review 2026-12-05, until 2027-01-30) accepts 1 finding in 1 image: 1 high
                            Rebuilt monthly.
                        """);
    }

    @Test
    void cutsAndEscapesALongReviewToo() {
        var items =
                IntStream.range(0, 5_000)
                        .mapToObj(
                                number ->
                                        ReviewItem.newBuilder(
                                                        ruleDue("<!here>-" + number, "2026-12-02"))
                                                .setReason("<https://evil.example|x>".repeat(100))
                                                .build())
                        .toArray(ReviewItem[]::new);

        var message = SlackMessage.of(writer.write(planned(review(ReviewStage.UPCOMING, items))));

        assertThat(message.blocks())
                .allSatisfy(block -> assertThat(block.text().text()).hasSizeLessThan(3_000));
        assertThat(message.blocks().stream().mapToInt(block -> block.text().text().length()).sum())
                .isLessThan(12_000);
        assertThat(message.blocks().getLast().text().text())
                .contains("&lt;!here&gt;")
                .doesNotContain("<!here", "<https://evil")
                .matches("(?s).*… and \\d+ more");
    }
}
