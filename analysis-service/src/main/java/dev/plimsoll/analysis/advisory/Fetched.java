package dev.plimsoll.analysis.advisory;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of looking for the content of a feed. */
sealed interface Fetched {

    /** It is still what it was. */
    record Unchanged(Instant checkedAt) implements Fetched {}

    /**
     * @param trouble why it is only the last good content: the server could not be asked
     */
    record Content(FeedFile file, @Nullable IOException trouble) implements Fetched {}
}
