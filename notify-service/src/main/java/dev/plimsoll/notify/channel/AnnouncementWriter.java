package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertItem;
import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.Severity;
import dev.plimsoll.event.SeverityCounts;
import dev.plimsoll.notify.alert.Identity;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts an alert into words. */
public final class AnnouncementWriter {

    private static final int NAME = 256;
    private static final int SENTENCE = 400;
    private static final int DIGEST_DIGITS = 12;

    private final @Nullable URI pages;

    /**
     * @param pages where the known-issues pages are, or null: then messages have no link
     */
    public AnnouncementWriter(@Nullable URI pages) {
        this.pages = pages;
    }

    /**
     * @throws IllegalArgumentException if the alert lacks what it should tell
     */
    public Announcement write(AlertRecorded alert) {
        return switch (alert.getKind()) {
            case ALERT -> news(alert);
            case BASELINE -> baseline(alert);
            case REVIEW -> ReviewWords.of(alert, pages);
        };
    }

    private ImageAnnouncement news(AlertRecorded alert) {
        return ofImage(
                alert,
                "%s — %s".formatted(name(alert.getImage()), news(alert.getItems())),
                why(alert));
    }

    private ImageAnnouncement baseline(AlertRecorded alert) {
        return ofImage(
                alert,
                "%s — first scan of %s: %s"
                        .formatted(
                                name(alert.getImage()),
                                Line.of(alert.getImage().getLine(), NAME),
                                serious(alert.getOpen())),
                why(alert) + "; from now on only what is new is told");
    }

    private ImageAnnouncement ofImage(AlertRecorded alert, String title, String cause) {
        return new ImageAnnouncement(
                alert.getAlertId(),
                title,
                cause,
                SeverityWords.of(alert.getOpen()),
                alert.getItems().stream().map(AnnouncementWriter::entry).toList(),
                page(alert.getImage()),
                alert);
    }

    private static String name(ImageRef image) {
        var version =
                image.getTag() == null
                        ? "@" + abbreviated(image.getDigest())
                        : ":" + image.getTag();
        return Line.of(image.getRegistry() + "/" + image.getRepository() + version, NAME);
    }

    private static String abbreviated(String digest) {
        var start = digest.indexOf(':') + 1;
        return digest.substring(0, Math.min(digest.length(), start + DIGEST_DIGITS));
    }

    private static String news(List<AlertItem> items) {
        var counts =
                Arrays.stream(Severity.values())
                        .sorted(Comparator.reverseOrder())
                        .map(severity -> count(items, severity))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "));
        var how =
                items.stream()
                        .map(AnnouncementWriter::news)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" or "));
        return counts + " " + how;
    }

    private static String count(List<AlertItem> items, Severity severity) {
        var count = items.stream().filter(item -> item.getSeverity() == severity).count();
        return count == 0 ? "" : count + " " + SeverityWords.of(severity);
    }

    private static String news(AlertItem item) {
        return switch (item.getChange()) {
            case SEVERITY_RAISED -> "now this severe";
            case REOPENED, ACCEPTANCE_LAPSED, GUARD_BROKEN -> "open again";
            case INHERITED -> "inherited from a new base";
            case OPENED, ACCEPTED, CLOSED, CARRIED -> "new";
        };
    }

    private static String serious(SeverityCounts open) {
        if (open.getCritical() + open.getHigh() > 0) {
            return "%d critical, %d high open".formatted(open.getCritical(), open.getHigh());
        }
        return open.equals(new SeverityCounts(0, 0, 0, 0, 0, 0))
                ? "nothing open"
                : "nothing critical or high open";
    }

    private static String why(AlertRecorded alert) {
        return "%s (%s)"
                .formatted(
                        Line.of(alert.getCauseDetail(), SENTENCE), alert.getImage().getPlatform());
    }

    private static ImageAnnouncement.Entry entry(AlertItem item) {
        var severity =
                item.getSeverity() == Severity.UNKNOWN
                        ? "unknown severity"
                        : SeverityWords.of(item.getSeverity());
        return new ImageAnnouncement.Entry(
                severity,
                Line.of(item.getVulnerability(), NAME),
                what(item),
                Remedy.of(item),
                note(item),
                item.getSummary() == null ? null : Line.of(item.getSummary(), SENTENCE));
    }

    private static String what(AlertItem item) {
        var installed = item.getPackage$() + " " + item.getVersion();
        var fixed = item.getFixedVersion();
        return Line.of(fixed == null ? installed : installed + " → " + fixed, SENTENCE);
    }

    private static @Nullable String note(AlertItem item) {
        var detail = item.getDetail();
        Function<String, String> because = word -> detail == null ? word : word + ": " + detail;
        var note =
                switch (item.getChange()) {
                    case OPENED, ACCEPTED, CLOSED, CARRIED -> null;
                    case INHERITED -> because.apply("inherited from a new base");
                    case REOPENED -> because.apply("back again");
                    case SEVERITY_RAISED -> because.apply("severity raised");
                    case ACCEPTANCE_LAPSED -> because.apply("acceptance ended");
                    case GUARD_BROKEN -> because.apply("acceptance no longer holds");
                };
        return note == null ? null : Line.of(note, SENTENCE);
    }

    private @Nullable URI page(ImageRef image) {
        if (pages == null) {
            return null;
        }
        var root = pages.toString();
        return URI.create((root.endsWith("/") ? root : root + "/") + "images/" + pageId(image));
    }

    /** The id of an image's page, as the analysis service computes it (ImageAssessed.id). */
    static String pageId(ImageRef image) {
        var version = Objects.requireNonNullElse(image.getTag(), image.getDigest());
        return Identity.of(
                List.of(image.getRegistry(), image.getRepository(), version, image.getPlatform()));
    }
}
