package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertRecorded;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said, before any channel's own form: every text is one line, bounded, and not escaped.
 *
 * @param id the same for every repetition
 * @param title what and how bad, for example "registry.example.com/team/web:1.5.0 — 1 critical new"
 * @param cause why it is said now
 * @param open all open findings of the image in words
 * @param entries worst first
 * @param page the image's known-issues page
 * @param alert what it was made from
 */
public record Announcement(
        String id,
        String title,
        String cause,
        String open,
        List<Entry> entries,
        @Nullable URI page,
        AlertRecorded alert) {

    /**
     * One finding.
     *
     * @param severity in words, "unknown severity" where there is none
     * @param what package, its version and the fixed one
     * @param remedy what would remove it
     * @param note why it is told, unless it is simply new
     */
    public record Entry(
            String severity,
            String vulnerability,
            String what,
            String remedy,
            @Nullable String note,
            @Nullable String summary) {}

    public Announcement {
        entries = List.copyOf(entries);
    }
}
