package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertRecorded;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * News of one image.
 *
 * @param cause why it is said now
 * @param open all open findings of the image in words
 * @param entries worst first
 * @param page the image's known-issues page
 */
public record ImageAnnouncement(
        String id,
        String title,
        String cause,
        String open,
        List<Entry> entries,
        @Nullable URI page,
        AlertRecorded alert)
        implements Announcement {

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

    public ImageAnnouncement {
        entries = List.copyOf(entries);
    }
}
