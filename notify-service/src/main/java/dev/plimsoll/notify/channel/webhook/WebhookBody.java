package dev.plimsoll.notify.channel.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertKind;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.Remedy;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is sent; the package says what it looks like. A field once sent keeps its meaning. */
record WebhookBody(String type, String timestamp, Data data) {

    private static final int LISTED = 500;

    record Data(
            String id,
            String title,
            String cause,
            @Nullable String page,
            Image image,
            Open open,
            List<Finding> findings,
            int findingsOmitted) {}

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

    record Open(int critical, int high, int medium, int low, int negligible, int unknown) {

        static Open of(SeverityCounts counts) {
            return new Open(
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

    static WebhookBody of(Announcement announcement) {
        var alert = announcement.alert();
        var items = alert.getItems();
        return new WebhookBody(
                type(alert.getKind()),
                alert.getPlannedAt().toString(),
                new Data(
                        announcement.id(),
                        announcement.title(),
                        announcement.cause(),
                        announcement.page() == null ? null : announcement.page().toString(),
                        Image.of(alert.getImage()),
                        Open.of(alert.getOpen()),
                        items.stream().limit(LISTED).map(Finding::of).toList(),
                        Math.max(0, items.size() - LISTED)));
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
