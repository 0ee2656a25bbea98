package dev.plimsoll.notify.channel.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.ImageAnnouncement;
import dev.plimsoll.notify.channel.Remedy;
import dev.plimsoll.notify.channel.ReviewAnnouncement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is sent; the package says what it looks like. A field once sent keeps its meaning. */
record WebhookBody(String type, String timestamp, Data data) {

    private static final int LISTED = 500;

    /** Of an image, or of the rules of an owner. */
    sealed interface Data {}

    record ImageData(
            String id,
            String title,
            String cause,
            @Nullable String page,
            Image image,
            Counts open,
            List<Finding> findings,
            int findingsOmitted)
            implements Data {}

    record ReviewData(
            String id,
            String title,
            String task,
            @Nullable String page,
            String owner,
            String stage,
            List<Rule> rules,
            int rulesOmitted)
            implements Data {}

    record Image(
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform,
            String line) {

        static Image of(ImageRef image) {
            return new Image(
                    image.getRegistry(),
                    image.getRepository(),
                    image.getTag(),
                    image.getDigest(),
                    image.getPlatform(),
                    image.getLine());
        }
    }

    record Counts(int critical, int high, int medium, int low, int negligible, int unknown) {

        static Counts of(SeverityCounts counts) {
            return new Counts(
                    counts.getCritical(),
                    counts.getHigh(),
                    counts.getMedium(),
                    counts.getLow(),
                    counts.getNegligible(),
                    counts.getUnknown());
        }
    }

    /** Here the texts are as published, unbounded and with every character. */
    record Finding(
            String vulnerability,
            String severity,
            String change,
            @JsonProperty("package") String packageName,
            String version,
            @Nullable String fixedVersion,
            String layer,
            @Nullable String baseImage,
            @Nullable String summary,
            @Nullable String detail,
            String remedy) {

        static Finding of(AlertItem item) {
            return new Finding(
                    item.getVulnerability(),
                    word(item.getSeverity()),
                    word(item.getChange()),
                    item.getPackage$(),
                    item.getVersion(),
                    item.getFixedVersion(),
                    word(item.getLayer()),
                    item.getBaseImage(),
                    item.getSummary(),
                    item.getDetail(),
                    Remedy.of(item));
        }
    }

    /** As in the rule, unbounded and with every character. */
    record Rule(
            String rule,
            String reason,
            @Nullable String ticket,
            String review,
            @Nullable String until,
            Counts findings,
            int images) {

        static Rule of(ReviewItem item) {
            return new Rule(
                    item.getRule(),
                    item.getReason(),
                    item.getTicket(),
                    item.getReview().toString(),
                    item.getUntil() == null ? null : item.getUntil().toString(),
                    Counts.of(item.getFindings()),
                    item.getImages());
        }
    }

    static WebhookBody of(Announcement announcement) {
        var alert = announcement.alert();
        return new WebhookBody(
                type(alert.getKind()),
                alert.getPlannedAt().toString(),
                switch (announcement) {
                    case ImageAnnouncement image -> data(image);
                    case ReviewAnnouncement review -> data(review);
                });
    }

    private static ImageData data(ImageAnnouncement announcement) {
        var alert = announcement.alert();
        var items = alert.getItems();
        return new ImageData(
                announcement.id(),
                announcement.title(),
                announcement.cause(),
                page(announcement),
                Image.of(alert.getImage()),
                Counts.of(alert.getOpen()),
                items.stream().limit(LISTED).map(Finding::of).toList(),
                omitted(items.size()));
    }

    private static ReviewData data(ReviewAnnouncement announcement) {
        var review = announcement.review();
        var items = review.getItems();
        return new ReviewData(
                announcement.id(),
                announcement.title(),
                announcement.task(),
                page(announcement),
                review.getOwner(),
                word(review.getStage()),
                items.stream().limit(LISTED).map(Rule::of).toList(),
                omitted(items.size()));
    }

    private static @Nullable String page(Announcement announcement) {
        return announcement.page() == null ? null : announcement.page().toString();
    }

    private static int omitted(int items) {
        return Math.max(0, items - LISTED);
    }

    private static String type(AlertKind kind) {
        return switch (kind) {
            case ALERT -> "image.alert";
            case BASELINE -> "image.baseline";
            case REVIEW -> "review.due";
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
