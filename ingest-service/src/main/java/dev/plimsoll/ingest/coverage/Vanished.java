package dev.plimsoll.ingest.coverage;

import java.util.List;

/**
 * The tags that were scanned and that a listing no longer has.
 *
 * @param tags each still to be confirmed by the registry
 * @param suspicious so many at once that it looks like a lost permission rather than a clean-up:
 *     nothing is told as deleted
 */
record Vanished(List<TagName> tags, boolean suspicious) {

    /** As many are always believed. */
    private static final int FEW = 10;

    static final Vanished NONE = new Vanished(List.of(), false);

    /**
     * What was scanned, told or deleted since the listing began is left for the next one, and what
     * could not be listed to its end lacks nothing.
     *
     * @param largestDeletion per cent of the tags that are known
     */
    static Vanished of(Catalogue catalogue, Seen seen, int largestDeletion) {
        var known = seen.scannedTags(catalogue.registry()).toList();
        var tags =
                known.stream()
                        .filter(catalogue::lacks)
                        .filter(name -> isOlder(name, catalogue, seen))
                        .sorted()
                        .toList();
        return new Vanished(
                tags,
                tags.size() > FEW && tags.size() * 100L > known.size() * (long) largestDeletion);
    }

    private static boolean isOlder(TagName name, Catalogue catalogue, Seen seen) {
        var told = seen.told(name);
        boolean scannedBefore =
                seen.scans(name).stream().allMatch(scan -> scan.at().isBefore(catalogue.begun()));
        return scannedBefore
                && (told == null || !told.deleted() && told.at().isBefore(catalogue.begun()));
    }
}
