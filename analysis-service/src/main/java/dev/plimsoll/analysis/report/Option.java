package dev.plimsoll.analysis.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.plimsoll.analysis.index.FindingDocument;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be done about the findings of an image.
 *
 * @param removes what it would remove of the open and accepted findings; null where the data does
 *     not tell
 * @param brings findings that the image does not have now
 * @param leaves what would remain; null where the data does not tell
 * @param percent how many of a hundred findings it removes, with what it brings held against it
 * @param savedBytes how much smaller the image would be; negative if larger, null if not known
 * @param savedWhat "installed" or "compressed": what the bytes are bytes of
 * @param explanation how that was computed, or why it is not known
 * @param caveats what to consider first
 * @param packages that would go
 * @param compared the image that it was compared with, for another base
 * @param removedIds ids of the findings that would go
 * @param remainingIds ids of the findings that would remain, of this image or of {@code compared}
 */
record Option(
        String id,
        String title,
        Effort effort,
        @Nullable Tally removes,
        Tally brings,
        @Nullable Tally leaves,
        @Nullable Integer percent,
        @Nullable Long savedBytes,
        @Nullable String savedWhat,
        String explanation,
        List<String> caveats,
        List<String> packages,
        @Nullable Compared compared,
        List<String> removedIds,
        List<String> remainingIds) {

    /** What it takes to do it. */
    enum Effort {
        LOW("quick win"),
        MEDIUM("some work"),
        HIGH("needs thorough tests"),
        NONE("nothing to build");

        private final String words;

        Effort(String words) {
            this.words = words;
        }

        @JsonValue
        String words() {
            return words;
        }
    }

    /**
     * An image that was scanned and could take the place of the base.
     *
     * @param id of its page
     * @param others how many more of its kind were scanned
     */
    record Compared(
            String id,
            String name,
            String digest,
            @Nullable String distribution,
            @Nullable Instant created,
            Instant scannedAt,
            Tally carried,
            int others) {}

    /** An option with the findings themselves, for the list of what would remain. */
    record Outcome(Option option, List<FindingDocument> remaining) {}

    /** An option that removes findings and brings none. */
    static Outcome removing(
            String id,
            String title,
            Effort effort,
            List<FindingDocument> carried,
            List<FindingDocument> removed,
            String explanation,
            List<String> caveats) {
        return outcome(id, title, effort, carried, removed, List.of(), explanation, caveats, null);
    }

    /**
     * @param brought findings that the image does not have now
     */
    static Outcome outcome(
            String id,
            String title,
            Effort effort,
            List<FindingDocument> carried,
            List<FindingDocument> removed,
            List<FindingDocument> brought,
            String explanation,
            List<String> caveats,
            @Nullable Compared compared) {
        var gone = removed.stream().map(Traits::id).collect(Collectors.toSet());
        var remaining =
                Stream.concat(
                                carried.stream()
                                        .filter(finding -> !gone.contains(Traits.id(finding))),
                                brought.stream())
                        .toList();
        return new Outcome(
                new Option(
                        id,
                        title,
                        effort,
                        Tally.of(removed),
                        Tally.of(brought),
                        Tally.of(remaining),
                        percent(carried.size(), remaining.size()),
                        null,
                        null,
                        explanation,
                        caveats,
                        List.of(),
                        compared,
                        removed.stream().map(Traits::id).toList(),
                        remaining.stream().map(Traits::id).toList()),
                remaining);
    }

    /** An option whose effect the data does not tell. */
    static Outcome notKnown(
            String id, String title, Effort effort, String why, List<String> caveats) {
        return new Outcome(
                new Option(
                        id,
                        title,
                        effort,
                        null,
                        Tally.NONE,
                        null,
                        null,
                        null,
                        null,
                        "Not known: " + why,
                        caveats,
                        List.of(),
                        null,
                        List.of(),
                        List.of()),
                List.of());
    }

    Option saving(@Nullable Long bytes, String what, List<String> gone) {
        return new Option(
                id,
                title,
                effort,
                removes,
                brings,
                leaves,
                percent,
                bytes,
                bytes == null ? null : what,
                explanation,
                caveats,
                gone,
                compared,
                removedIds,
                remainingIds);
    }

    /** "172 MB less, installed", or that it is not known. */
    String sizeWords() {
        if (savedBytes == null) {
            return "not known";
        }
        return savedBytes == 0
                ? "the same"
                : "%s %s, %s"
                        .formatted(
                                Size.words(savedBytes),
                                savedBytes > 0 ? "less" : "more",
                                savedWhat);
    }

    boolean known() {
        return removes != null;
    }

    /** What remains as a bar, beside a bar of all that is there now. */
    @Nullable Bar bar(int carried) {
        return leaves == null ? null : Bar.of(leaves, Math.max(carried, leaves.total()));
    }

    private static @Nullable Integer percent(int before, int after) {
        return before == 0 ? null : Math.round(100f * (before - after) / before);
    }
}
