package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.track.StoredAdvisories.Subject;
import dev.plimsoll.event.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices what changed outside a partition, that is advisories, rules, known images and the time,
 * and marks the images that have to be assessed again.
 */
final class Outside {

    /** Changes looked at in one go: a first load of advisories brings a hundred thousand. */
    private static final int CHANGES_AT_ONCE = 5_000;

    /** How often it is looked whether a feed became too old, or fresh again. */
    private static final Duration AGE_INTERVAL = Duration.ofSeconds(10);

    private final TrackState state;
    private final StoredAdvisories advisories;
    private final RuleStore.Reader rules;
    private final KnownImages.Reader knownImages;
    private final Freshness freshness;
    private @Nullable Instant ageNoticed;

    Outside(
            TrackState state,
            StoredAdvisories advisories,
            RuleStore.Reader rules,
            KnownImages.Reader knownImages,
            Freshness freshness) {
        this.freshness = freshness;
        this.state = state;
        this.advisories = advisories;
        this.rules = rules;
        this.knownImages = knownImages;
    }

    /** Marks what is due, then moves the watermark: a crash in between marks it once more. */
    void notice(Instant now) {
        var before = state.watermark();
        if (before == null) {
            state.watermark(present(now));
            return;
        }
        var after =
                new Watermark(
                        noticeAdvisories(before.advisories()),
                        noticeRules(before.rules()),
                        noticeImages(before),
                        noticeTime(before.decidedAt(), now),
                        noticeAge(before.staleEcosystems(), now),
                        noticeDay(before.day(), now));
        if (!after.equals(before)) {
            state.watermark(after);
        }
    }

    /** A new partition begins with the world as it is: whatever it assesses will know it. */
    private Watermark present(Instant now) {
        return new Watermark(
                advisories.revision(),
                rules.revision(),
                knownImages.revisions(),
                now,
                freshness.staleEcosystems(now),
                day(now));
    }

    private long noticeAdvisories(long offset) {
        var stretch = advisories.changesAfter(offset, CHANGES_AT_ONCE);
        for (var change : stretch.changes()) {
            switch (change.subject()) {
                case Subject.Packages(var advised) -> {
                    var reason =
                            new Reason(
                                    Cause.ADVISORY, "advisory %s changed".formatted(change.by()));
                    state.containing(PackageName.of(advised.name()))
                            .forEach(image -> state.due(image, reason, Set.of(advised)));
                }
                case Subject.Vulnerability(var id) -> {
                    var reason =
                            new Reason(
                                    Cause.ADVISORY,
                                    "what is known of the exploitation of %s changed"
                                            .formatted(id));
                    state.having(id)
                            .forEach(
                                    held ->
                                            state.due(
                                                    held.image(), reason, Set.of(held.advised())));
                }
                case Subject.Coverage() ->
                        dueIf(
                                _ -> true,
                                new Reason(
                                        Cause.ADVISORY, "feed %s loaded".formatted(change.by())));
            }
        }
        return stretch.upTo();
    }

    private long noticeRules(long offset) {
        long revision = rules.revision();
        if (revision > offset) {
            var ids = rules.changedAfter(offset);
            dueIf(
                    _ -> true,
                    new Reason(
                            Cause.RULE,
                            ids.size() == 1
                                    ? "rule '%s' changed".formatted(ids.getFirst())
                                    : "%d rules changed".formatted(ids.size())));
        }
        return Math.max(revision, offset);
    }

    private Map<Integer, Long> noticeImages(Watermark before) {
        var offsets = new HashMap<>(before.images());
        knownImages
                .revisions()
                .forEach(
                        (partition, revision) -> {
                            long offset = offsets.getOrDefault(partition, -1L);
                            if (revision <= offset) {
                                return;
                            }
                            for (var appeared : knownImages.appeared(partition, offset, revision)) {
                                due(
                                        state.beginningWith(appeared.chain()),
                                        new Reason(
                                                Cause.BASE_IMAGE,
                                                "%s became known as a base image"
                                                        .formatted(appeared.image())));
                            }
                            offsets.put(partition, revision);
                        });
        return offsets;
    }

    private Instant noticeTime(Instant decidedAt, Instant now) {
        var end = rules.policy().nextEnd(decidedAt).filter(next -> !next.isAfter(now));
        if (end.isEmpty()) {
            return decidedAt;
        }
        dueIf(
                image -> image.accepted() > 0,
                new Reason(Cause.TIME, "an acceptance ended at %s".formatted(end.get())));
        return now;
    }

    /** Only the standing of the images changes: nothing is matched again. */
    private Set<String> noticeAge(Set<String> before, Instant now) {
        if (ageNoticed != null && now.isBefore(ageNoticed.plus(AGE_INTERVAL))) {
            return before;
        }
        ageNoticed = now;
        var stale = freshness.staleEcosystems(now);
        var turned = new TreeSet<>(before);
        turned.addAll(stale);
        turned.removeIf(ecosystem -> before.contains(ecosystem) && stale.contains(ecosystem));
        if (turned.isEmpty()) {
            return before;
        }
        for (var image : state.images()) {
            var last = image.deleted() ? null : state.assessed(image.name());
            if (last == null) {
                continue;
            }
            Stream.concat(
                            Stream.ofNullable(last.getEcosystem()),
                            last.getLanguageEcosystems().stream())
                    .filter(turned::contains)
                    .findFirst()
                    .ifPresent(
                            ecosystem ->
                                    state.due(
                                            image.name(),
                                            new Reason(
                                                    Cause.TIME,
                                                    stale.contains(ecosystem)
                                                            ? "advisories for %s became too old"
                                                                    .formatted(ecosystem)
                                                            : "advisories for %s are fresh again"
                                                                    .formatted(ecosystem)),
                                            Set.of()));
        }
        return stale;
    }

    /** The support of releases ends with a day. */
    private LocalDate noticeDay(@Nullable LocalDate before, Instant now) {
        var today = day(now);
        if (!today.equals(before)) {
            var reason = new Reason(Cause.TIME, "a day ended, and with it may support");
            state.images().stream()
                    .filter(image -> !image.deleted())
                    .forEach(image -> state.due(image.name(), reason, Set.of()));
        }
        return today;
    }

    private static LocalDate day(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private void due(Collection<ImageName> images, Reason reason) {
        images.forEach(image -> state.due(image, reason, null));
    }

    private void dueIf(Predicate<ImageState> condition, Reason reason) {
        state.images().stream()
                .filter(image -> !image.deleted())
                .filter(condition)
                .forEach(image -> state.due(image.name(), reason, null));
    }
}
