package dev.plimsoll.ingest.registry;

/**
 * How much of a registry's lists is read. A list that reaches a bound is not complete.
 *
 * @param page names asked for at once; Harbor gives no more than 100
 * @param pages of one list
 * @param pageBytes of one page
 * @param bytes of one list
 * @param repositories of one registry
 * @param tags of one repository
 */
public record ListLimits(
        int page, int pages, int pageBytes, long bytes, int repositories, int tags) {

    public static final ListLimits USUAL =
            new ListLimits(100, 5_000, 4 * 1024 * 1024, 256L * 1024 * 1024, 100_000, 20_000);
}
