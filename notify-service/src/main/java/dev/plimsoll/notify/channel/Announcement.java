package dev.plimsoll.notify.channel;

import dev.plimsoll.event.AlertRecorded;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is said, before any channel's own form: every text is one line, bounded, not escaped. */
public sealed interface Announcement permits ImageAnnouncement, ReviewAnnouncement {

    /** The same for every repetition. */
    String id();

    /** What and how bad, for example "registry.example.com/team/web:1.5.0 — 1 critical new". */
    String title();

    /** Where to read on; null where no pages are configured. */
    @Nullable URI page();

    /** What it was made from. */
    AlertRecorded alert();
}
