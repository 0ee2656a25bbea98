package dev.plimsoll.ingest.coverage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a tag stands: covered, or why not. */
sealed interface Standing {

    /** What it names was scanned. Nothing is asked for, however long ago that was. */
    record Covered() implements Standing {}

    /** Its push was told, and the scan is still to come. */
    record OnItsWay(Instant since) implements Standing {}

    /**
     * Nobody told us of the push.
     *
     * @param asked when a scan was asked for; null if it is to be asked for
     */
    record Missed(String reason, String message, @Nullable Instant asked) implements Standing {

        /** There before we watched, or its first push was not told. */
        static final String NEVER_PUSHED = "NEVER_PUSHED";

        /** The tag moved, and that was not told. */
        static final String OTHER_DIGEST = "OTHER_DIGEST";
    }

    /** The push was told, and no scan came of it. */
    record Lost(Instant told, @Nullable Instant asked) implements Standing {}

    /**
     * The scan failed.
     *
     * @param again whether the failure says nothing of this digest, so that it is asked for again
     */
    record Failed(String reason, String message, boolean again, @Nullable Instant asked)
            implements Standing {}

    /** A kind of image that cannot be read today. */
    record Unsupported(String reason, String message) implements Standing {}

    /** The policy does not ask for it. */
    record Excluded(String why) implements Standing {}

    /** A chart, a signature, an attestation. */
    record NoImage(String what) implements Standing {}

    /** It is there, and the registry does not show what it is. */
    record Unreadable(String reason, String message) implements Standing {}

    /** Whether a scan is to be asked for now. */
    default boolean isToBeAskedFor() {
        return switch (this) {
            case Missed missed -> missed.asked() == null;
            case Lost lost -> lost.asked() == null;
            case Failed failed -> failed.again() && failed.asked() == null;
            case Covered _, OnItsWay _, Unsupported _, Excluded _, NoImage _, Unreadable _ -> false;
        };
    }
}
