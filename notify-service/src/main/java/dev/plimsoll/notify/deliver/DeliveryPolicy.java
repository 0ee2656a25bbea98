package dev.plimsoll.notify.deliver;

import java.time.Duration;

/**
 * How long and how hard to try.
 *
 * @param maxAge alerts older than this are given up instead of sent: nobody wants last month's news
 * @param giveUpAfter how long one alert is tried, from its first attempt by this process
 * @param firstBackOff wait after the first failure; doubles with every further one
 * @param longestBackOff where the doubling ends
 * @param queueCapacity alerts that may wait for one destination; what exceeds it is given up
 */
public record DeliveryPolicy(
        Duration maxAge,
        Duration giveUpAfter,
        Duration firstBackOff,
        Duration longestBackOff,
        int queueCapacity) {

    private static final int MAX_DOUBLINGS = 30;

    /**
     * The wait after a number of failures, without the jitter.
     *
     * @param failures at least 1
     */
    Duration backOff(int failures) {
        var doubled = firstBackOff.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longestBackOff) < 0 ? doubled : longestBackOff;
    }
}
