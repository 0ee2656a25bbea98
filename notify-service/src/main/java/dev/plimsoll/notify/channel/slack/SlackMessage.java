package dev.plimsoll.notify.channel.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.notify.channel.Announcement;
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
        sections(announcement.entries()).forEach(text -> blocks.add(section(text)));
        return new SlackMessage(escaped(announcement.title()), List.copyOf(blocks));
    }

    private static String lead(Announcement announcement) {
        var lead = new StringBuilder();
        lead.append(escaped(announcement.cause()));
        lead.append("\nOpen in this image: ").append(escaped(announcement.open()));
        var page = announcement.page();
        if (page != null) {
            lead.append("\n<").append(escaped(page.toString())).append("|Known issues>");
        }
        return lead.toString();
    }

    private static List<String> sections(List<Announcement.Entry> entries) {
        var sections = new ArrayList<String>();
        var section = new StringBuilder();
        int shown = 0;
        int characters = 0;
        for (var entry : entries) {
            var line = line(entry);
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
        if (shown < entries.size()) {
            section.append("… and %d more".formatted(entries.size() - shown));
        }
        if (!section.isEmpty()) {
            sections.add(section.toString());
        }
        return sections;
    }

    private static String line(Announcement.Entry entry) {
        var line = new StringBuilder();
        line.append("• *").append(escaped(entry.severity())).append("* ");
        line.append(escaped(entry.vulnerability())).append(" in ").append(escaped(entry.what()));
        if (entry.note() != null) {
            line.append(" (").append(escaped(entry.note())).append(")");
        }
        line.append("\n    ").append(escaped(entry.remedy())).append("\n");
        return line.toString();
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
