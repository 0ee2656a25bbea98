package dev.plimsoll.notify.channel.mail;

import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.ImageAnnouncement;
import dev.plimsoll.notify.channel.ReviewAnnouncement;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** The two bodies of a message. */
final class MailText {

    private static final int LISTED = 100;

    private MailText() {}

    static String plain(Announcement announcement) {
        return switch (announcement) {
            case ImageAnnouncement image -> plain(image);
            case ReviewAnnouncement review -> plain(review);
        };
    }

    static String html(Announcement announcement) {
        var body =
                switch (announcement) {
                    case ImageAnnouncement image -> html(image);
                    case ReviewAnnouncement review -> html(review);
                };
        return "<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><h2>%s</h2>%s</body></html>"
                .formatted(escaped(announcement.title()), body);
    }

    private static String plain(ImageAnnouncement image) {
        var text = new StringBuilder();
        text.append(image.title()).append("\n\n");
        text.append("Why now: ").append(image.cause()).append('\n');
        text.append("Open in this image: ").append(image.open()).append('\n');
        if (image.page() != null) {
            text.append("Known issues: ").append(image.page()).append('\n');
        }
        for (var entry : listed(image.entries())) {
            text.append(
                    "\n%s  %s in %s\n"
                            .formatted(entry.severity(), entry.vulnerability(), entry.what()));
            text.append("    ").append(entry.remedy()).append('\n');
            if (entry.note() != null) {
                text.append("    ").append(entry.note()).append('\n');
            }
            if (entry.summary() != null) {
                text.append("    ").append(entry.summary()).append('\n');
            }
        }
        return text.append(omitted(image.entries(), "\nand %d more\n")).toString();
    }

    private static String plain(ReviewAnnouncement review) {
        var text = new StringBuilder();
        text.append(review.title()).append("\n\n");
        text.append(review.task()).append('\n');
        if (review.page() != null) {
            text.append("Review these rules: ").append(review.page()).append('\n');
        }
        for (var entry : listed(review.entries())) {
            text.append("\n%s  %s\n".formatted(entry.rule(), entry.dates()));
            text.append("    ").append(entry.accepts()).append('\n');
            text.append("    ").append(entry.reason()).append('\n');
            if (entry.ticket() != null) {
                text.append("    ").append(entry.ticket()).append('\n');
            }
        }
        return text.append(omitted(review.entries(), "\nand %d more\n")).toString();
    }

    private static String html(ImageAnnouncement image) {
        var html = new StringBuilder();
        html.append("<p>Why now: ").append(escaped(image.cause())).append("<br>");
        html.append("Open in this image: ").append(escaped(image.open()));
        if (image.page() != null) {
            html.append("<br>").append(link(image.page(), "Known issues of this image"));
        }
        html.append("</p>");
        if (!image.entries().isEmpty()) {
            html.append(head("Severity", "Vulnerability", "Package", "What removes it"));
            listed(image.entries()).forEach(entry -> row(html, entry));
            html.append("</table>");
        }
        return html.append(omitted(image.entries(), "<p>and %d more</p>")).toString();
    }

    private static String html(ReviewAnnouncement review) {
        var html = new StringBuilder();
        html.append("<p>").append(escaped(review.task()));
        if (review.page() != null) {
            html.append("<br>").append(link(review.page(), "Review these rules"));
        }
        html.append("</p>").append(head("Rule", "Dates", "What it does now", "Reason"));
        listed(review.entries()).forEach(entry -> row(html, entry));
        html.append("</table>");
        return html.append(omitted(review.entries(), "<p>and %d more</p>")).toString();
    }

    private static void row(StringBuilder html, ImageAnnouncement.Entry entry) {
        html.append("<tr valign=\"top\"><td>").append(escaped(entry.severity()));
        html.append("</td><td>").append(escaped(entry.vulnerability()));
        html.append(small(entry.summary()));
        html.append("</td><td>").append(escaped(entry.what()));
        html.append("</td><td>").append(escaped(entry.remedy()));
        html.append(small(entry.note()));
        html.append("</td></tr>");
    }

    private static void row(StringBuilder html, ReviewAnnouncement.Entry entry) {
        html.append("<tr valign=\"top\"><td>").append(escaped(entry.rule()));
        html.append("</td><td>").append(escaped(entry.dates()));
        html.append("</td><td>").append(escaped(entry.accepts()));
        html.append("</td><td>").append(escaped(entry.reason()));
        html.append(small(entry.ticket()));
        html.append("</td></tr>");
    }

    private static String head(String... titles) {
        var head = new StringBuilder("<table cellpadding=\"6\"><tr align=\"left\">");
        for (var title : titles) {
            head.append("<th>").append(title).append("</th>");
        }
        return head.append("</tr>").toString();
    }

    private static String link(URI page, String title) {
        return "<a href=\"%s\">%s</a>".formatted(escaped(page.toString()), title);
    }

    private static String small(@Nullable String text) {
        return text == null ? "" : "<br><small>%s</small>".formatted(escaped(text));
    }

    private static <E> List<E> listed(List<E> entries) {
        return entries.stream().limit(LISTED).toList();
    }

    private static String omitted(List<?> entries, String sentence) {
        return entries.size() <= LISTED ? "" : sentence.formatted(entries.size() - LISTED);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
