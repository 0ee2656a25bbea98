package dev.plimsoll.analysis.advisory;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param connect for a connection
 * @param window time in which at least {@code bytesInWindow} have to come, the answer itself
 *     included
 * @param attempts in all, each goes on where the last one broke
 * @param pause before the second attempt; doubles before each further one
 * @param longestPause a server that asks for more is asked again at the next refresh
 */
record DownloadRules(
        Duration connect,
        Duration window,
        long bytesInWindow,
        int attempts,
        Duration pause,
        Duration longestPause) {

    static final DownloadRules DEFAULT =
            new DownloadRules(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    512 * 1024,
                    6,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1));

    /** Before attempt {@code number}, from 2. */
    Duration pauseBefore(int number) {
        var doubled = pause.multipliedBy(1L << Math.min(number - 2, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
