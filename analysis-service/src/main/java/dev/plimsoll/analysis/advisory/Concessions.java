package dev.plimsoll.analysis.advisory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What an operator lets pass although it looks broken: the next state of a feed, once, and not
 * after some time. Used by one thread.
 */
final class Concessions {

    private final Map<String, Instant> until;

    /**
     * @param until the end, exclusive, by the name of the feed
     */
    Concessions(Map<String, Instant> until) {
        this.until = new HashMap<>(until);
    }

    boolean allow(String feed, Instant now) {
        var end = until.get(feed);
        return end != null && now.isBefore(end);
    }

    /** It was made use of. */
    void spend(String feed, Instant now) {
        if (allow(feed, now)) {
            until.remove(feed);
        }
    }
}
