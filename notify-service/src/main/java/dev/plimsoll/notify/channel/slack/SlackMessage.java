package dev.plimsoll.notify.channel.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.notify.channel.Announcement;
import dev.plimsoll.notify.channel.ImageAnnouncement;
import dev.plimsoll.notify.channel.ReviewAnnouncement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of blocks. Slack refuses a header of more than 150 characters, a section of more than
 * 3,000, more than 50 blocks, and blocks of somewhat over 12,000 characters together.
 *
 * @param text what a notification shows, and clients that show no blocks
 */
record SlackMessage(String text, List<Block> blocks) {

    private static final int HEADER = 150;
    private static final int SECTION = 2_800;
    private static final int ALL_SECTIONS = 8_000;

    /**
     * @param type header or section
     */
    record Block(String type, Text text) {}

    /**
     * @param type plain_text or mrkdwn
     * @param verbatim keeps Slack from making links and mentions of what looks like such
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(String type, String text, @Nullable Boolean verbatim) {}

    static SlackMessage of(Announcement announcement) {
        var blocks = new ArrayList<Block>();
        blocks.add(header(announcement.title()));
        blocks.add(section(lead(announcement)));
        sections(lines(announcement)).forEach(text -> blocks.add(section(text)));
        return new SlackMessage(escaped(announcement.title()), List.copyOf(blocks));
    }

    private static String lead(Announcement announcement) {
        return switch (announcement) {
            case ImageAnnouncement image ->
                    escaped(image.cause())
                            + "\nOpen in this image: "
                            + escaped(image.open())
                            + link(image, "Known issues");
            case ReviewAnnouncement review ->
                    escaped(review.task()) + link(review, "Review these rules");
        };
    }

    private static String link(Announcement announcement, String title) {
        var page = announcement.page();
        return page == null ? "" : "\n<%s|%s>".formatted(escaped(page.toString()), title);
    }

    private static List<String> lines(Announcement announcement) {
        return switch (announcement) {
            case ImageAnnouncement image ->
                    image.entries().stream().map(SlackMessage::line).toList();
            case ReviewAnnouncement review ->
                    review.entries().stream().map(SlackMessage::line).toList();
        };
    }

    private static List<String> sections(List<String> lines) {
        var sections = new ArrayList<String>();
        var section = new StringBuilder();
        int shown = 0;
        int characters = 0;
        for (var line : lines) {
            if (characters + line.length() > ALL_SECTIONS) {
                break;
            }
            if (section.length() + line.length() > SECTION) {
                sections.add(section.toString());
                section.setLength(0);
            }
            section.append(line);
            characters += line.length();
            shown++;
        }
        if (shown < lines.size()) {
            section.append("… and %d more".formatted(lines.size() - shown));
        }
        if (!section.isEmpty()) {
            sections.add(section.toString());
        }
        return sections;
    }

    private static String line(ImageAnnouncement.Entry entry) {
        var line = new StringBuilder();
        line.append("• *").append(escaped(entry.severity())).append("* ");
        line.append(escaped(entry.vulnerability())).append(" in ").append(escaped(entry.what()));
        if (entry.note() != null) {
            line.append(" (").append(escaped(entry.note())).append(")");
        }
        line.append("\n    ").append(escaped(entry.remedy())).append("\n");
        return line.toString();
    }

    private static String line(ReviewAnnouncement.Entry entry) {
        var line = new StringBuilder();
        line.append("• *").append(escaped(entry.rule())).append("* (");
        line.append(escaped(entry.dates())).append(") ").append(escaped(entry.accepts()));
        line.append("\n    ").append(escaped(entry.reason()));
        if (entry.ticket() != null) {
            line.append(" (").append(escaped(entry.ticket())).append(")");
        }
        return line.append("\n").toString();
    }

    private static Block header(String title) {
        var text = title.length() <= HEADER ? title : title.substring(0, HEADER - 1) + "…";
        return new Block("header", new Text("plain_text", text, null));
    }

    private static Block section(String text) {
        return new Block("section", new Text("mrkdwn", text, true));
    }

    /** The three characters with a meaning to Slack wherever they stand. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
