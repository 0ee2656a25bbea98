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

    /**
     * The publisher says of the package itself that it is not affected: what is derived from
     * elsewhere does not count against that (D19, D21, A4).
     */
    record Denied(String evidence) implements Judgement {}

    /** The entry speaks of another build of the package, whatever its version (R2, R3). */
    record Elsewhere(String evidence) implements Judgement {}

    /** No order between the version and the entry's: reported, never skipped (D17). */
    record Uncomparable(@Nullable String fixedVersion, String evidence) implements Judgement {}

    /** Nobody could tell a version below this one. */
    String FROM_THE_BEGINNING = "0";

    /**
     * Judges {@code version} by the union of the entry's version list and its ranges (D12).
     *
     * @param source ends the evidence, it names the record
     */
    static Judgement of(String version, Affected entry, Family family, String source) {
        var judgements = new ArrayList<Judgement>();
        for (var range : entry.getRanges()) {
            if (!family.isLanguage() || !range.getType().equals("GIT")) {
                judgements.add(ofRange(version, range, family, source));
            }
        }
        if (judgements.stream().noneMatch(Hit.class::isInstance)
                && isListed(version, entry.getVersions(), family)) {
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
            case Denied _ -> 1;
            case Uncomparable _ -> 2;
            case Miss _ -> 3;
            case Elsewhere _ -> 4;
        };
    }

    /** One Python version has many spellings; elsewhere a list means what it says. */
    private static boolean isListed(String installed, List<String> versions, Family family) {
        if (versions.contains(installed)) {
            return true;
        }
        var version = family == Family.PYPI ? published(installed) : installed;
        return family == Family.PYPI
                && family.order().isVersion(version)
                && versions.stream()
                        .anyMatch(
                                listed ->
                                        !listed.isEmpty()
                                                && listed.charAt(0) == version.charAt(0)
                                                && family.order().isVersion(listed)
                                                && family.order().compare(listed, version) == 0);
    }

    /**
     * The version of the registry of which a Python package is a local build: of "2.0.0+cu118",
     * 2.0.0. Where a bound names no local build, <a
     * href="https://packaging.python.org/en/latest/specifications/version-specifiers/#inclusive-ordered-comparison">it
     * means them all</a>.
     */
    private static String published(String version) {
        int local = version.indexOf('+');
        return local < 0 ? version : version.substring(0, local);
    }

    private static int position(String version, String boundary, Family family) {
        boolean everyBuild = family == Family.PYPI && !boundary.contains("+");
        return family.order().compare(everyBuild ? published(version) : version, boundary);
    }

    private static Judgement ofRange(
            String version, AffectedRange range, Family family, String source) {
        var type = range.getType();
        boolean ordered =
                type.equals("ECOSYSTEM") || (type.equals("SEMVER") && family.isLanguage());
        if (!ordered) {
            return new Miss(
                    null,
                    "D13: range of type "
                            + type
                            + " has no "
                            + family.order().tool()
                            + " order"
                            + source);
        }
        if (neverAffected(range.getEvents())) {
            var evidence = "D19: fixed in 0, never affected" + source;
            return family == Family.ALPINE
                    ? new Denied("A4, " + evidence)
                    : new Miss(null, evidence);
        }
        var events = comparableEvents(range.getEvents(), family.order());
        try {
            return ofEvents(version, events, family, source);
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

    /**
     * A range whose first event ends it has begun with the first version: older Go records leave
     * that out. Words are put together plainly: this runs for every advisory of every package.
     */
    private static Judgement ofEvents(
            String version, List<RangeEvent> events, Family family, String source) {
        var sorted = sorted(events, family.order());
        boolean affected =
                !sorted.isEmpty() && sorted.getFirst().getBoundary() != RangeBoundary.INTRODUCED;
        String passed = null;
        for (var event : sorted) {
            var boundary = event.getVersion();
            int position = isBeginning(event) ? 1 : position(version, boundary, family);
            switch (event.getBoundary()) {
                case INTRODUCED -> affected = affected || position >= 0;
                case FIXED -> {
                    if (position >= 0) {
                        affected = false;
                        passed = boundary;
                    } else if (affected) {
                        return new Hit(
                                boundary,
                                family.comparison() + version + " < fixed " + boundary + source);
                    }
                }
                case LAST_AFFECTED -> {
                    if (position > 0) {
                        affected = false;
                    } else if (affected) {
                        return new Hit(
                                null,
                                "D12: "
                                        + noun(family)
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
            return new Hit(null, "D20: " + noun(family) + version + " has no fix" + source);
        }
        return passed == null
                ? new Miss(
                        null,
                        "D12: " + noun(family) + version + " is in no affected range" + source)
                : new Miss(passed, family.comparison() + version + " >= fixed " + passed + source);
    }

    private static String noun(Family family) {
        return family.naming() == Family.Naming.SOURCE ? "source version " : "version ";
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
