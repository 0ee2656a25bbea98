package dev.plimsoll.notify.channel.mail;

import dev.plimsoll.notify.channel.Announcement;
import java.util.List;
import org.springframework.web.util.HtmlUtils;

/** The two bodies of a message. */
final class MailText {

    private static final int LISTED = 100;

    private MailText() {}

    static String plain(Announcement announcement) {
        var text = new StringBuilder();
        text.append(announcement.title()).append("\n\n");
        text.append("Why now: ").append(announcement.cause()).append('\n');
        text.append("Open in this image: ").append(announcement.open()).append('\n');
        if (announcement.page() != null) {
            text.append("Known issues: ").append(announcement.page()).append('\n');
        }
        for (var entry : listed(announcement)) {
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
        if (omitted(announcement) > 0) {
            text.append("\nand %d more\n".formatted(omitted(announcement)));
        }
        return text.toString();
    }

    static String html(Announcement announcement) {
        var html =
                new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif\">");
        html.append("<h2>").append(escaped(announcement.title())).append("</h2>");
        html.append("<p>Why now: ").append(escaped(announcement.cause())).append("<br>");
        html.append("Open in this image: ").append(escaped(announcement.open()));
        if (announcement.page() != null) {
            html.append("<br><a href=\"").append(escaped(announcement.page().toString()));
            html.append("\">Known issues of this image</a>");
        }
        html.append("</p>");
        if (!announcement.entries().isEmpty()) {
            html.append(
                    "<table cellpadding=\"6\"><tr align=\"left\"><th>Severity</th><th>Vulnerability");
            html.append("</th><th>Package</th><th>What removes it</th></tr>");
            listed(announcement).forEach(entry -> row(html, entry));
            html.append("</table>");
        }
        if (omitted(announcement) > 0) {
            html.append("<p>and %d more</p>".formatted(omitted(announcement)));
        }
        return html.append("</body></html>").toString();
    }

    private static void row(StringBuilder html, Announcement.Entry entry) {
        html.append("<tr valign=\"top\"><td>").append(escaped(entry.severity()));
        html.append("</td><td>").append(escaped(entry.vulnerability()));
        if (entry.summary() != null) {
            html.append("<br><small>").append(escaped(entry.summary())).append("</small>");
        }
        html.append("</td><td>").append(escaped(entry.what()));
        html.append("</td><td>").append(escaped(entry.remedy()));
        if (entry.note() != null) {
            html.append("<br><small>").append(escaped(entry.note())).append("</small>");
        }
        html.append("</td></tr>");
    }

    private static List<Announcement.Entry> listed(Announcement announcement) {
        return announcement.entries().stream().limit(LISTED).toList();
    }

    private static int omitted(Announcement announcement) {
        return Math.max(0, announcement.entries().size() - LISTED);
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
