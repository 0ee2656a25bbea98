package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertRecorded;
import dev.plimsoll.event.ReviewDue;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one owner that somebody has to look at again.
 *
 * @param task what is asked of whoever reads it
 * @param entries due first
 * @param page where the owner's rules are reviewed
 */
public record ReviewAnnouncement(
        String id,
        String title,
        String task,
        List<Entry> entries,
        @Nullable URI page,
        ReviewDue review,
        AlertRecorded alert)
        implements Announcement {

    /**
     * One rule.
     *
     * @param dates when it is to be looked at, and when it ends
     * @param accepts what it accepts now, in words
     */
    public record Entry(
            String rule, String dates, String accepts, String reason, @Nullable String ticket) {}

    public ReviewAnnouncement {
        entries = List.copyOf(entries);
    }
}
