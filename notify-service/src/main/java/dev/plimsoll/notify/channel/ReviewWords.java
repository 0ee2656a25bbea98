package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.SeverityCounts;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** Puts the reviews of one owner into words. */
final class ReviewWords {

    private static final int NAME = 256;
    private static final int SENTENCE = 400;

    private static final Comparator<ReviewItem> DUE_FIRST =
            Comparator.comparing(ReviewItem::getReview).thenComparing(ReviewItem::getRule);

    private ReviewWords() {}

    /**
     * @throws IllegalArgumentException if the alert says nothing of what is due
     */
    static ReviewAnnouncement of(AlertRecorded alert, @Nullable URI pages) {
        var due = alert.getReview();
        if (due == null || due.getItems().isEmpty()) {
            throw new IllegalArgumentException(
                    "review '%s' does not say which rules are due".formatted(alert.getAlertId()));
        }
        var items = due.getItems().stream().sorted(DUE_FIRST).toList();
        return new ReviewAnnouncement(
                alert.getAlertId(),
                title(due, items),
                task(due.getStage()),
                items.stream().map(ReviewWords::entry).toList(),
                pages == null ? null : page(pages, due.getOwner()),
                due,
                alert);
    }

    private static String title(ReviewDue due, List<ReviewItem> items) {
        var owner = Line.of(due.getOwner(), NAME);
        var rules = items.size() == 1 ? "1 rule" : items.size() + " rules";
        return switch (due.getStage()) {
            case UPCOMING ->
                    "%s — %s to review, %s %s"
                            .formatted(
                                    owner,
                                    rules,
                                    items.size() == 1 ? "by" : "the first by",
                                    items.getFirst().getReview());
            case OVERDUE ->
                    "Overdue: %s — %s not reviewed, %s since %s"
                            .formatted(
                                    owner,
                                    rules,
                                    items.size() == 1 ? "due" : "the oldest due",
                                    items.getFirst().getReview());
        };
    }

    private static String task(ReviewStage stage) {
        var choice = "renew it with a new date, revoke it, or hand it over to another owner";
        return switch (stage) {
            case UPCOMING -> "Look at each rule again: " + choice + ".";
            case OVERDUE ->
                    "The date has passed and nobody decided, so more people are told. Each rule"
                            + " waits for somebody to "
                            + choice
                            + ".";
        };
    }

    private static ReviewAnnouncement.Entry entry(ReviewItem item) {
        return new ReviewAnnouncement.Entry(
                Line.of(item.getRule(), NAME),
                dates(item),
                accepts(item),
                Line.of(item.getReason(), SENTENCE),
                item.getTicket() == null ? null : Line.of(item.getTicket(), SENTENCE));
    }

    private static String dates(ReviewItem item) {
        return item.getUntil() == null
                ? "review %s, no end".formatted(item.getReview())
                : "review %s, until %s".formatted(item.getReview(), end(item.getUntil()));
    }

    /** As rules say it: the last day on which it holds, or the minute at which it ends. */
    private static String end(Instant until) {
        var end = until.atOffset(ZoneOffset.UTC);
        return end.toLocalTime().toSecondOfDay() == 0
                ? end.toLocalDate().minusDays(1).toString()
                : "%s %tR UTC".formatted(end.toLocalDate(), end);
    }

    private static String accepts(ReviewItem item) {
        var findings = total(item.getFindings());
        if (findings == 0) {
            return "accepts nothing now";
        }
        return "accepts %s in %s: %s"
                .formatted(
                        findings == 1 ? "1 finding" : findings + " findings",
                        item.getImages() == 1 ? "1 image" : item.getImages() + " images",
                        SeverityWords.of(item.getFindings()));
    }

    private static long total(SeverityCounts counts) {
        return (long) counts.getCritical()
                + counts.getHigh()
                + counts.getMedium()
                + counts.getLow()
                + counts.getNegligible()
                + counts.getUnknown();
    }

    private static URI page(URI pages, String owner) {
        return UriComponentsBuilder.fromUri(pages)
                .pathSegment("reviews")
                .queryParam("owner", "{owner}")
                .encode()
                .buildAndExpand(owner)
                .toUri();
    }
}
