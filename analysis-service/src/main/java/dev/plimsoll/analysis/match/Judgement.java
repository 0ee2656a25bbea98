package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one affected entry of an advisory says of one version. */
sealed interface Judgement {

    /** Why, with the key of the rule. */
    String evidence();

    /**
     * The version is affected.
     *
     * @param fixedVersion the fix that ends it; null when there is none (D20)
     */
    record Hit(@Nullable String fixedVersion, String evidence) implements Judgement {}

    /**
     * The version is not affected.
     *
     * @param fixedVersion the fix it already has; null when it was never affected
     */
    record Miss(@Nullable String fixedVersion, String evidence) implements Judgement {}

    /** No order between the version and the entry's: reported, never skipped (D17). */
    record Uncomparable(@Nullable String fixedVersion, String evidence) implements Judgement {}

    /** Nobody could tell a version below this one. */
    String FROM_THE_BEGINNING = "0";

    /**
     * Judges {@code version} by the union of the entry's version list and its ranges (D12).
     *
     * @param source ends the evidence, it names the record
     */
    static Judgement of(String version, Affected entry, VersionOrder order, String source) {
        var judgements = new ArrayList<Judgement>();
        for (var range : entry.getRanges()) {
            judgements.add(ofRange(version, range, order, source));
        }
        if (entry.getVersions().contains(version)
                && judgements.stream().noneMatch(Hit.class::isInstance)) {
            judgements.add(new Hit(null, "D12: version " + version + " is listed" + source));
        }
        return judgements.stream()
                .min(Comparator.comparingInt(Judgement::rank))
                .orElseGet(
                        () ->
                                new Miss(
                                        null,
                                        "D12: version " + version + " is not listed" + source));
    }

    private static int rank(Judgement judgement) {
        return switch (judgement) {
            case Hit _ -> 0;
            case Uncomparable _ -> 1;
            case Miss _ -> 2;
        };
    }

    private static Judgement ofRange(
            String version, AffectedRange range, VersionOrder order, String source) {
        if (!range.getType().equals("ECOSYSTEM")) {
            return new Miss(
                    null,
                    "D13: range of type "
                            + range.getType()
                            + " has no "
                            + order.tool()
                            + " order"
                            + source);
        }
        if (neverAffected(range.getEvents())) {
            return new Miss(null, "D19: fixed in 0, never affected" + source);
        }
        var events = comparableEvents(range.getEvents(), order);
        try {
            return ofEvents(version, events, order, source);
        } catch (UncomparableVersionException e) {
            return new Uncomparable(
                    events.stream()
                            .filter(event -> event.getBoundary() == RangeBoundary.FIXED)
                            .map(RangeEvent::getVersion)
                            .findFirst()
                            .orElse(null),
                    "D17: uncomparable, " + e.getMessage() + source);
        }
    }

    private static boolean neverAffected(List<RangeEvent> events) {
        return events.stream()
                .anyMatch(
                        event -> event.getBoundary() == RangeBoundary.FIXED && isBeginning(event));
    }

    /**
     * Alpine's lower bounds are guessed from another vocabulary (A5): one that is no version counts
     * as none. Limits belong to GIT ranges.
     */
    private static List<RangeEvent> comparableEvents(List<RangeEvent> events, VersionOrder order) {
        return events.stream()
                .filter(event -> event.getBoundary() != RangeBoundary.LIMIT)
                .map(
                        event ->
                                order == VersionOrder.APK
                                                && event.getBoundary() == RangeBoundary.INTRODUCED
                                                && !order.isVersion(event.getVersion())
                                        ? new RangeEvent(
                                                RangeBoundary.INTRODUCED, FROM_THE_BEGINNING)
                                        : event)
                .toList();
    }

    /** Words are put together plainly: this runs for every advisory of every package. */
    private static Judgement ofEvents(
            String version, List<RangeEvent> events, VersionOrder order, String source) {
        boolean affected = false;
        String passed = null;
        for (var event : sorted(events, order)) {
            var boundary = event.getVersion();
            int position = isBeginning(event) ? 1 : order.compare(version, boundary);
            switch (event.getBoundary()) {
                case INTRODUCED -> affected = affected || position >= 0;
                case FIXED -> {
                    if (position >= 0) {
                        affected = false;
                        passed = boundary;
                    } else if (affected) {
                        return new Hit(
                                boundary,
                                "D15: source version " + version + " < fixed " + boundary + source);
                    }
                }
                case LAST_AFFECTED -> {
                    if (position > 0) {
                        affected = false;
                    } else if (affected) {
                        return new Hit(
                                null,
                                "D12: source version "
                                        + version
                                        + " <= last affected "
                                        + boundary
                                        + source);
                    }
                }
                case LIMIT, UNKNOWN -> {}
            }
        }
        if (affected) {
            return new Hit(null, "D20: source version " + version + " has no fix" + source);
        }
        return passed == null
                ? new Miss(
                        null,
                        "D12: source version " + version + " is in no affected range" + source)
                : new Miss(
                        passed, "D15: source version " + version + " >= fixed " + passed + source);
    }

    /** By version; equal versions stay in the order of the record. */
    private static List<RangeEvent> sorted(List<RangeEvent> events, VersionOrder order) {
        boolean usual = events.isEmpty() || (events.size() <= 2 && isBeginning(events.getFirst()));
        return usual
                ? events
                : events.stream()
                        .sorted(
                                Comparator.comparing((RangeEvent event) -> !isBeginning(event))
                                        .thenComparing(RangeEvent::getVersion, order::compare))
                        .toList();
    }

    private static boolean isBeginning(RangeEvent event) {
        return event.getVersion().equals(FROM_THE_BEGINNING);
    }
}
