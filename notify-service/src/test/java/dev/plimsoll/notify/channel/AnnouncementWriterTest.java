package dev.plimsoll.notify.channel;

import static dev.plimsoll.notify.Samples.IMAGE;
import static dev.plimsoll.notify.Samples.item;
import static dev.plimsoll.notify.Samples.planned;
import static dev.plimsoll.notify.Samples.review;
import static dev.plimsoll.notify.Samples.ruleDue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import java.net.URI;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementWriterTest {

    private final AnnouncementWriter writer = new AnnouncementWriter(null);

    @Test
    void countsWhatIsNewBySeverity() {
        var alert =
                planned(
                        "a1",
                        item("CVE-2026-0001", Severity.CRITICAL),
                        item("CVE-2026-0002", Severity.HIGH),
                        item("CVE-2026-0003", Severity.HIGH));

        assertThat(writer.write(alert).title())
                .isEqualTo("registry.example.com/team/web:1.5.0 — 1 critical, 2 high new");
    }

    @Test
    void tellsWhatIsNewFromWhatIsOpenAgain() {
        var lapsed =
                AlertItem.newBuilder(item("CVE-2026-0001", Severity.HIGH))
                        .setChange(ChangeKind.ACCEPTANCE_LAPSED)
                        .setDetail("rule base-packages ended")
                        .build();
        var alert = planned("a1", item("CVE-2026-0002", Severity.HIGH), lapsed);

        var announcement = (ImageAnnouncement) writer.write(alert);

        assertThat(announcement.title()).endsWith("— 2 high new or open again");
        assertThat(announcement.entries().getLast().note())
                .isEqualTo("acceptance ended: rule base-packages ended");
    }

    @Test
    void namesAnImageWithoutTagByItsDigest() {
        var image = ImageRef.newBuilder(IMAGE).setTag(null).build();
        var alert = AlertRecorded.newBuilder(planned("a1")).setImage(image).build();

        assertThat(writer.write(alert).title())
                .startsWith("registry.example.com/team/web@sha256:abababababab —");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, '1 critical, 2 high open'",
        "0, 0, 5, nothing critical or high open",
        "0, 0, 0, nothing open",
    })
    void summarisesAFirstScan(int critical, int high, int unknown, String summary) {
        var alert =
                AlertRecorded.newBuilder(planned("a1"))
                        .setKind(AlertKind.BASELINE)
                        .setOpen(new SeverityCounts(critical, high, 0, 0, 0, unknown))
                        .build();

        assertThat(writer.write(alert).title())
                .isEqualTo("registry.example.com/team/web:1.5.0 — first scan of 1.x: " + summary);
    }

    @ParameterizedTest
    @CsvSource({
        "OWN, 3.0.2, upgrade to openssl 3.0.2 in the image's own build",
        "OWN, , 'no fixed version yet; do without the package, or wait'",
        "BASE, 3.0.2, rebuild on a newer base image base/debian:12 with openssl 3.0.2",
        "BASE, , no fixed version yet; it comes from base image base/debian:12",
        "UNDETERMINED, 3.0.2,"
                + " upgrade to openssl 3.0.2 (the image does not tell which layer brought it in)",
        "UNDETERMINED, , no fixed version yet",
    })
    void saysWhatWouldRemoveAFinding(LayerOrigin layer, String fixed, String remedy) {
        var item =
                AlertItem.newBuilder(item("CVE-2026-0001", Severity.HIGH))
                        .setLayer(layer)
                        .setFixedVersion(fixed)
                        .setBaseImage(layer == LayerOrigin.BASE ? "base/debian:12" : null)
                        .build();

        assertThat(Remedy.of(item)).isEqualTo(remedy);
    }

    @Test
    void countsUnknownSeveritiesInEveryMessage() {
        assertThat(((ImageAnnouncement) writer.write(planned("a1"))).open())
                .isEqualTo("1 critical, 2 high, 3 medium, 4 of unknown severity");
    }

    @Test
    void putsTheReviewsOfAnOwnerIntoWordsDueFirst() {
        var due =
                review(
                        ReviewStage.UPCOMING,
                        ruleDue("web-libs", "2026-12-05"),
                        ReviewItem.newBuilder(ruleDue("python-base", "2026-12-02"))
                                .setUntil(Instant.parse("2027-01-30T12:30:00Z"))
                                .setTicket("SEC-17")
                                .setFindings(new SeverityCounts(1, 12, 0, 0, 0, 1))
                                .setImages(3)
                                .build());

        var announcement = (ReviewAnnouncement) withPages().write(planned(due));

        assertThat(announcement.title())
                .isEqualTo("platform@example.com — 2 rules to review, the first by 2026-12-02");
        assertThat(announcement.task())
                .isEqualTo(
                        "Look at each rule again: renew it with a new date, revoke it, or hand it"
                                + " over to another owner.");
        assertThat(announcement.page())
                .isEqualTo(
                        URI.create(
                                "https://plimsoll.example.com/reviews?owner=platform%40example.com"));
        assertThat(announcement.entries())
                .containsExactly(
                        new ReviewAnnouncement.Entry(
                                "python-base",
                                "review 2026-12-02, until 2027-01-30 12:30 UTC",
                                "accepts 14 findings in 3 images: 1 critical, 12 high, 1 of unknown"
                                        + " severity",
                                "Rebuilt monthly.",
                                "SEC-17"),
                        new ReviewAnnouncement.Entry(
                                "web-libs",
                                "review 2026-12-05, until 2027-01-30",
                                "accepts 1 finding in 1 image: 1 high",
                                "Rebuilt monthly.",
                                null));
    }

    @ParameterizedTest
    @CsvSource({
        "UPCOMING, 1, 'platform@example.com — 1 rule to review, by 2026-12-02'",
        "UPCOMING, 3, 'platform@example.com — 3 rules to review, the first by 2026-12-02'",
        "OVERDUE, 1, 'Overdue: platform@example.com — 1 rule not reviewed, due since 2026-12-02'",
        "OVERDUE, 3,"
                + " 'Overdue: platform@example.com — 3 rules not reviewed, the oldest due since 2026-12-02'",
    })
    void saysHowManyRulesAreDueAndSinceWhen(ReviewStage stage, int rules, String title) {
        var items =
                IntStream.range(0, rules)
                        .mapToObj(n -> ruleDue("rule-" + n, "2026-12-0" + (2 + n)))
                        .toArray(ReviewItem[]::new);

        assertThat(writer.write(planned(review(stage, items))).title()).isEqualTo(title);
    }

    @Test
    void saysOfARuleThatAcceptsNothingThatItDoes() {
        var idle =
                ReviewItem.newBuilder(ruleDue("python-base", "2026-12-02"))
                        .setUntil(null)
                        .setFindings(new SeverityCounts(0, 0, 0, 0, 0, 0))
                        .setImages(0)
                        .build();

        var announcement =
                (ReviewAnnouncement) writer.write(planned(review(ReviewStage.OVERDUE, idle)));

        assertThat(announcement.task()).contains("nobody decided, so more people are told");
        assertThat(announcement.entries().getFirst())
                .isEqualTo(
                        new ReviewAnnouncement.Entry(
                                "python-base",
                                "review 2026-12-02, no end",
                                "accepts nothing now",
                                "Rebuilt monthly.",
                                null));
    }

    @Test
    void neverLinksAReviewToAnImage() {
        var due = review(ReviewStage.UPCOMING, ruleDue("python-base", "2026-12-02"));

        assertThat(writer.write(planned(due)).page()).isNull();
        assertThat(withPages().write(planned(due)).page().toString()).doesNotContain("images");
    }

    @Test
    void refusesAReviewThatSaysNothing() {
        var alert =
                AlertRecorded.newBuilder(planned("a1"))
                        .setKind(AlertKind.REVIEW)
                        .setReview(null)
                        .build();

        assertThatThrownBy(() -> writer.write(alert))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("review 'a1' does not say which rules are due");
    }

    @Test
    void cleansTheOwnersAndReasonsOfOthers() {
        var hostile =
                ReviewItem.newBuilder(ruleDue("a\r\nb", "2026-12-02"))
                        .setReason("x".repeat(5_000))
                        .setTicket("t\u202e")
                        .build();
        var due =
                ReviewDue.newBuilder(review(ReviewStage.UPCOMING, hostile))
                        .setOwner("a\r\nBcc: x@evil.example/../?&owner=b")
                        .build();

        var announcement = (ReviewAnnouncement) withPages().write(planned(due));

        assertThat(announcement.title()).startsWith("a  Bcc: x@evil.example").doesNotContain("\n");
        assertThat(announcement.page().getRawQuery())
                .isEqualTo("owner=a%0D%0ABcc%3A%20x%40evil.example%2F..%2F%3F%26owner%3Db");
        assertThat(announcement.entries().getFirst())
                .satisfies(
                        entry -> {
                            assertThat(entry.rule()).isEqualTo("a  b");
                            assertThat(entry.reason()).hasSize(400);
                            assertThat(entry.ticket()).isEqualTo("t ");
                        });
    }

    private static AnnouncementWriter withPages() {
        return new AnnouncementWriter(URI.create("https://plimsoll.example.com/"));
    }

    @Test
    void cutsAndCleansTextOfOthers() {
        assertThat(Line.of("a\r\nBcc: x\u0000\u202ey", 100)).isEqualTo("a  Bcc: x  y");
        assertThat(Line.of("\ud83d\udea2".repeat(10), 10)).isEqualTo("\ud83d\udea2".repeat(10));
        assertThat(Line.of("\ud83d\udea2".repeat(11), 10))
                .isEqualTo("\ud83d\udea2".repeat(9) + "…");
        assertThat(Line.of("\ud83d broken", 100)).isEqualTo("  broken");
    }
}
