package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.advise.Predictions;
import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.analysis.match.Matcher;
import dev.plimsoll.analysis.posture.Posture;
import dev.plimsoll.analysis.track.TrackState.Due;
import dev.plimsoll.analysis.track.TrackState.Writes;
import dev.plimsoll.event.Cause;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageDeleted;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What one event, or one reason to look again, does to the state of its partition. Reads the state
 * and what is known from outside, and returns what is to be told and written. Only two things it
 * writes itself, since nothing is told of them and writing them twice changes nothing: inventories,
 * and the offsets of deletions.
 */
final class Fold {

    private final TrackState state;
    private final Lines lines;
    private final Advisories advisories;
    private final RuleStore.Reader rules;
    private final KnownImages.Reader knownImages;
    private final Freshness freshness;

    /**
     * What a step comes to.
     *
     * @param entries to be carried out in order
     * @param error why the image could not be assessed; null if it could
     */
    record Step(List<JournalEntry> entries, @Nullable RuntimeException error) {

        static final Step NOTHING = new Step(List.of(), null);
    }

    Fold(
            TrackState state,
            Lines lines,
            Advisories advisories,
            RuleStore.Reader rules,
            KnownImages.Reader knownImages,
            Freshness freshness) {
        this.state = state;
        this.lines = lines;
        this.advisories = advisories;
        this.rules = rules;
        this.knownImages = knownImages;
        this.freshness = freshness;
    }

    /** A scan was reported. */
    Step scanned(ScanReported scan, Instant now) {
        var name = ImageName.of(scan);
        var before = state.image(name);
        var contentBefore = before == null ? null : content(before);
        if (scan.getOutcome() instanceof Inventory) {
            state.keepInventory(scan);
        }
        if (before != null && before.supersedes(scan)) {
            return Step.NOTHING;
        }
        if (scan.getPushOffset() >= 0 && scan.getPushOffset() < state.deletedAt(scan)) {
            return tooLate(before, scan, now);
        }
        var image =
                ImageState.after(
                        before,
                        scan,
                        lines.lineOf(
                                scan.getRegistry(),
                                scan.getRepository(),
                                scan.getTag(),
                                scan.getDigest()));
        var lineBefore = state.line(image.lineName());
        var line = lineBefore.seen(name, scan.getPushOffset());
        var writes = new Writes();
        writes.content(name, contentBefore, content(image));
        if (before != null && !before.deleted() && !before.lineName().equals(image.lineName())) {
            leave(before, image.line(), writes);
        }
        return assess(before, image, line, lineBefore.head(), reason(scan), writes, now);
    }

    /**
     * What was scanned is gone by now. A name that stands for something older has moved on to it
     * since, and went with it.
     */
    private Step tooLate(@Nullable ImageState before, ScanReported scan, Instant now) {
        return before == null
                        || before.pushOffset() < 0
                        || before.pushOffset() >= scan.getPushOffset()
                ? Step.NOTHING
                : delete(before.name(), scan.getPushOffset(), now);
    }

    /** Something other than a scan gives reason to look at an image again. */
    Step again(Due due, Instant now) {
        var image = state.image(due.image());
        if (image == null || image.deleted()) {
            return Step.NOTHING;
        }
        var line = state.line(image.lineName());
        var last = state.assessed(image.name());
        var packages = due.packages();
        if (packages != null && last != null && isSettled(image, line, last)) {
            var step = packages(image, line, last, packages, due.reason(), now);
            if (step != null) {
                return step;
            }
        }
        return assess(image, image.retried(), line, null, due.reason(), new Writes(), now);
    }

    /** Everything in it was told, and what it holds can change by its packages alone. */
    private static boolean isSettled(ImageState image, LineState line, ImageAssessed last) {
        var reason = last.getReason();
        return image.failure() == null
                && !isOfAnEarlierRelease(last)
                && (reason == null || Standing.OF_TIME.contains(reason))
                && (!line.isHead(image.name()) || line.baselineAt() != null);
    }

    /** It was told without size and plans: a look at some packages would not fill them in. */
    private static boolean isOfAnEarlierRelease(ImageAssessed last) {
        return last.getSize() == 0 && !last.getLayerDigests().isEmpty();
    }

    /**
     * Looks at some packages only; comes to what looking at everything would.
     *
     * @return null if that cannot be done in one record: then everything has to be looked at, since
     *     the counts of what is left out must not be of another time than the findings
     */
    private @Nullable Step packages(
            ImageState image,
            LineState line,
            ImageAssessed last,
            Set<AdvisedPackage> changed,
            Reason reason,
            Instant now) {
        var scan = state.inventory(image);
        if (scan == null) {
            return null;
        }
        var content = (Inventory) scan.getOutcome();
        var packages =
                changed.isEmpty() ? changed : Matcher.concerned(content, advisories, changed);
        var known = state.known(image.name(), image.lineName(), packages);
        var assessment =
                timed(
                        assessor(scan, now)
                                .assessOnly(
                                        image.contentRef(), content, image.base(), packages, last),
                        content,
                        now);
        var changes =
                reconcile(
                        image,
                        line,
                        baseOf(content, image.base()),
                        assessment,
                        assessment.found(),
                        known,
                        reason,
                        now);
        if (changes.size() > Report.CHANGES_IN_A_PART) {
            return null;
        }
        var result = Result.ofSome(assessment, content, image.base(), changes, known, last);
        return new Step(entries(image, image, line, reason, result, new Writes(), now), null);
    }

    /**
     * A manifest or a tag was deleted.
     *
     * @param offset of the event in its topic
     */
    List<ImageName> deleted(ImageDeleted event, long offset) {
        var repository = ImageName.repositoryKey(event.getRegistry(), event.getRepository());
        var target = event.getDigest() == null ? event.getTag() : event.getDigest();
        if (target == null) {
            throw new IllegalArgumentException(
                    "deletion '%s' in '%s' names neither a tag nor a digest"
                            .formatted(event.getEventId(), repository));
        }
        state.deleted(repository, target, offset);
        return state.imagesOf(repository).stream()
                .filter(image -> !image.deleted() && image.pushOffset() < offset)
                .filter(image -> isMeant(event, image))
                .map(ImageState::name)
                .toList();
    }

    private static boolean isMeant(ImageDeleted event, ImageState image) {
        return event.getDigest() == null
                ? Objects.equals(event.getTag(), image.tag())
                : event.getDigest().equals(image.digest())
                        || event.getDigest().equals(image.indexDigest());
    }

    /** Takes one image of a deletion out; the line falls back to its newest image that is left. */
    Step delete(ImageName name, Instant now) {
        return delete(name, -1, now);
    }

    /**
     * @param movedOn offset of the push of what is gone, if that is not what is known of the image
     */
    private Step delete(ImageName name, long movedOn, Instant now) {
        var image = state.image(name);
        if (image == null || image.deleted()) {
            return Step.NOTHING;
        }
        var reason =
                new Reason(
                        Cause.DELETION,
                        "%s deleted".formatted(image.tag() == null ? image.digest() : image.tag()));
        var writes = new Writes();
        writes.content(name, content(image), null);
        var lineBefore = state.line(image.lineName());
        var wasHead = lineBefore.isHead(name);
        var heir = wasHead ? newestBeside(image) : null;
        var line =
                !wasHead
                        ? lineBefore
                        : heir == null
                                ? lineBefore.withHead(null, -1)
                                : lineBefore.withHead(heir.name(), heir.pushOffset());
        if (heir != null) {
            writes.due(heir.name(), reason);
        }
        var known = state.known(name, image.lineName());
        var changes =
                new Reconciler(
                                image.contentRef(),
                                wasHead && heir == null,
                                image.revision() + 1,
                                now,
                                known,
                                null)
                        .reconcile(new TreeMap<>(), true, "image deleted");
        var result = Result.of(Assessment.DELETED, null, null, changes, known);
        return new Step(
                entries(image, image.gone(movedOn), line, reason, result, writes, now), null);
    }

    /**
     * The line that the image was of is now configured otherwise: it falls back to what is left.
     */
    private void leave(ImageState image, String newLine, Writes writes) {
        var line = state.line(image.lineName());
        if (!line.isHead(image.name())) {
            return;
        }
        var heir = newestBeside(image);
        writes.line(
                image.lineName(),
                heir == null
                        ? line.withHead(null, -1)
                        : line.withHead(heir.name(), heir.pushOffset()));
        if (heir != null) {
            writes.due(
                    heir.name(),
                    new Reason(
                            Cause.UNKNOWN,
                            "%s is of the line %s now"
                                    .formatted(
                                            image.tag() == null ? image.digest() : image.tag(),
                                            newLine)));
        }
    }

    private @Nullable ImageState newestBeside(ImageState image) {
        return state.imagesOf(image.name().repositoryKey()).stream()
                .filter(other -> !other.deleted() && !other.name().equals(image.name()))
                .filter(other -> other.lineName().equals(image.lineName()))
                .max(
                        Comparator.comparingLong(ImageState::pushOffset)
                                .thenComparing(other -> other.scan().finishedAt()))
                .orElse(null);
    }

    /**
     * @param predecessor head of the line when the image was pushed; null if the image is looked at
     *     again
     */
    private Step assess(
            @Nullable ImageState before,
            ImageState image,
            LineState line,
            @Nullable ImageName predecessor,
            Reason reason,
            Writes writes,
            Instant now) {
        var known = state.known(image.name(), image.lineName());
        try {
            var result = result(image, line, known, reason, now);
            result = result.withPredictions(predictions(image, line, predecessor, known, result));
            return new Step(entries(before, image, line, reason, result, writes, now), null);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            var failed =
                    image.failed(
                            new ImageState.Failure(
                                    ScanFailureKind.FAILED,
                                    ImageState.ANALYSIS_FAILED,
                                    "the analysis stumbled over it: %s".formatted(e)));
            var result = Result.of(Assessment.NOTHING_READ, null, image.base(), List.of(), known);
            return new Step(entries(before, failed, line, reason, result, writes, now), e);
        }
    }

    private Result result(
            ImageState image, LineState line, Known known, Reason reason, Instant now) {
        var scan = state.inventory(image);
        var content = content(scan);
        var base = base(image, content);
        var assessor = assessor(scan, now);
        var assessment =
                content == null
                        ? Assessment.NOTHING_READ
                        : timed(assessor.assess(image.contentRef(), content, base), content, now);
        var present = new TreeMap<>(assessment.found());
        if (!assessment.complete()) {
            known.documents()
                    .forEach(
                            (id, finding) ->
                                    present.computeIfAbsent(id, _ -> assessor.again(finding)));
        }
        var changes =
                reconcile(
                        image,
                        line,
                        baseOf(content, base),
                        assessment,
                        present,
                        known,
                        reason,
                        now);
        return Result.of(assessment, content, base, changes, known);
    }

    /** What was said of the head before this one, held against what this one has. */
    private List<PredictionCheck> predictions(
            ImageState image,
            LineState line,
            @Nullable ImageName predecessor,
            Known known,
            Result result) {
        var old = predecessor == null ? null : state.image(predecessor);
        var last = old == null ? null : state.assessed(old.name());
        var content = result.content();
        if (old == null
                || last == null
                || content == null
                || old.inventoryDigest() == null
                || old.inventoryDigest().equals(image.inventoryDigest())
                || !line.isHead(image.name())
                || !result.assessment().complete()
                || !result.assessment().matched()) {
            return List.of();
        }
        return Predictions.check(
                new Predictions.Before(
                        old.inventoryDigest(),
                        last.getPlans(),
                        known.tracked().values().stream()
                                .filter(tracked -> tracked.isPresent() && tracked.counts())
                                .map(Tracked::finding)
                                .toList()),
                new Predictions.Now(
                        result.assessment().found().values().stream()
                                .map(judged -> judged.finding().getTrackingId())
                                .collect(Collectors.toSet()),
                        content.getComponents().stream()
                                .map(Component::getName)
                                .collect(Collectors.toSet()),
                        result.assessment().plans(),
                        line.changeTo(baseOf(content, result.base())) != null));
    }

    private static LineState.@Nullable Base baseOf(
            @Nullable Inventory content, @Nullable BaseImage base) {
        if (content == null || base == null) {
            return null;
        }
        var chains = BaseImage.chains(TrackState.layerDigests(content));
        return base.layers() > chains.size()
                ? null
                : new LineState.Base(base.reference(), chains.get(base.layers() - 1));
    }

    private Assessor assessor(@Nullable ScanReported scan, Instant now) {
        return new Assessor(advisories, Attested.policy(rules.policy(), scan), now);
    }

    /** What is sound by its content may not be by its time. */
    private Assessment timed(Assessment assessment, Inventory content, Instant now) {
        if (!assessment.matched() || !assessment.complete()) {
            return assessment;
        }
        var ecosystems = new ArrayList<>(assessment.languageEcosystems());
        if (assessment.ecosystem() != null) {
            ecosystems.addFirst(assessment.ecosystem());
        }
        return assessment.withStanding(freshness.standing(content, ecosystems, now));
    }

    private static List<Change> reconcile(
            ImageState image,
            LineState line,
            LineState.@Nullable Base base,
            Assessment assessment,
            Map<String, Judged> present,
            Known known,
            Reason reason,
            Instant now) {
        return new Reconciler(
                        image.contentRef(),
                        line.isHead(image.name()),
                        image.revision() + 1,
                        now,
                        known,
                        line.changeTo(base))
                .reconcile(present, assessment.complete(), goneBecause(reason));
    }

    private @Nullable Inventory content(ImageState image) {
        return content(state.inventory(image));
    }

    private static @Nullable Inventory content(@Nullable ScanReported scan) {
        return scan == null ? null : (Inventory) scan.getOutcome();
    }

    /** The best-practice checks, as they are on this day and with the rules as they stand. */
    private List<PostureCheck> posture(ImageState image, @Nullable Inventory content, Instant now) {
        return content == null
                ? List.of()
                : rules.policy().judge(image.ref(), Posture.check(image.tag(), content, now), now);
    }

    /**
     * What the image was built on. Once found it stays: that its tag moved on, or another name for
     * it appeared, changes nothing about this image. A longer match replaces it.
     */
    private @Nullable BaseImage base(ImageState image, @Nullable Inventory content) {
        if (content == null) {
            return null;
        }
        var own = image.name().repositoryKey();
        var found =
                BaseImage.find(
                                TrackState.layerDigests(content),
                                own,
                                chain -> knownImages.reference(chain, own))
                        .orElse(null);
        var before = image.base();
        return before != null && (found == null || found.layers() <= before.layers())
                ? before
                : found;
    }

    private List<JournalEntry> entries(
            @Nullable ImageState before,
            ImageState image,
            LineState lineBefore,
            Reason reason,
            Result result,
            Writes writes,
            Instant now) {
        var name = image.name();
        var head = lineBefore.isHead(name);
        var line =
                head && result.assessment().matched()
                        ? lineBefore.withBase(baseOf(result.content(), result.base()))
                        : lineBefore;
        var posture = posture(image, result.content(), now);
        var report = new Report(image, reason, result, posture, now);
        var last = state.assessed(name);
        var assessed = report.imageAssessed(head, last, sameContent(before, image));
        var baseline = head && result.assessment().matched() && line.baselineAt() == null;
        int accepted = result.counts().acceptedInAll() + acceptedOf(posture);
        if (result.changes().isEmpty() && !baseline && Report.repeats(last, assessed)) {
            var unchanged = image.assessed(result.base(), image.revision(), accepted);
            if (unchanged.equals(before)) {
                return List.of();
            }
            writes.image(unchanged);
            writes.line(image.lineName(), line);
            return List.of(new JournalEntry(List.of(), writes.rows()));
        }

        var parts = parts(result.changes(), baseline);
        var told = report.findingsChanged(parts, baseline);
        var entries = new ArrayList<JournalEntry>();
        for (int part = 0; part < parts.size(); part++) {
            entries.add(entry(image, parts.get(part), told.get(part)));
        }
        writes.image(image.assessed(result.base(), assessed.getRevision(), accepted));
        writes.assessed(name, assessed);
        writes.line(image.lineName(), baseline ? line.withBaseline(now) : line);
        var tellLast = new ArrayList<SpecificRecord>();
        tellLast.add(assessed);
        var dethroned = head ? dethroned(image, reason, writes, now) : null;
        if (dethroned != null) {
            tellLast.add(dethroned);
        }
        entries.add(new JournalEntry(tellLast, writes.rows()));
        return parts.size() > 1 ? entries : JournalEntry.one(entries);
    }

    private static boolean sameContent(@Nullable ImageState before, ImageState image) {
        return before != null && Objects.equals(before.inventoryDigest(), image.inventoryDigest());
    }

    private static int acceptedOf(List<PostureCheck> posture) {
        return (int) posture.stream().filter(check -> check.getRule() != null).count();
    }

    private static List<List<Change>> parts(List<Change> changes, boolean evenIfEmpty) {
        var parts = new ArrayList<List<Change>>();
        for (int from = 0; from < changes.size(); from += Report.CHANGES_IN_A_PART) {
            parts.add(
                    changes.subList(
                            from, Math.min(from + Report.CHANGES_IN_A_PART, changes.size())));
        }
        if (parts.isEmpty() && evenIfEmpty) {
            parts.add(List.of());
        }
        return parts;
    }

    private static JournalEntry entry(
            ImageState image, List<Change> changes, FindingsChanged told) {
        var writes = new Writes();
        for (var change : changes) {
            var finding = change.told().getFinding();
            if (finding.getPresence() == Presence.PRESENT) {
                writes.document(image.name(), finding);
            } else {
                writes.noDocument(image.name(), finding);
            }
            var tracked = change.tracked();
            if (tracked != null) {
                writes.tracked(image.lineName(), tracked);
            }
        }
        return new JournalEntry(List.of(told), writes.rows());
    }

    /** The image that was the head of the line until now says that it is no more. */
    private @Nullable ImageAssessed dethroned(
            ImageState image, Reason reason, Writes writes, Instant now) {
        var name = state.line(image.lineName()).head();
        var old = name == null || name.equals(image.name()) ? null : state.image(name);
        var last = old == null ? null : state.assessed(old.name());
        if (old == null || last == null || old.deleted()) {
            return null;
        }
        long revision = old.revision() + 1;
        var assessed =
                ImageAssessed.newBuilder(last)
                        .setAssessmentId(Report.assessmentId(old.name(), revision))
                        .setHead(false)
                        .setCause(reason.cause())
                        .setCauseDetail(reason.detail())
                        .setOpened(0)
                        .setClosed(0)
                        .setAssessedAt(now)
                        .setRevision(revision)
                        .build();
        writes.image(old.assessed(old.base(), revision, old.accepted()));
        writes.assessed(old.name(), assessed);
        return assessed;
    }

    private static Reason reason(ScanReported scan) {
        var version = scan.getTag() == null ? scan.getDigest() : scan.getTag();
        return switch (scan.getTrigger()) {
            case PUSH -> new Reason(Cause.PUSH, "push of " + version);
            case MANUAL -> new Reason(Cause.RESCAN, "scan of %s by hand".formatted(version));
            case SCHEDULE -> new Reason(Cause.RESCAN, "scheduled scan of " + version);
        };
    }

    private static String goneBecause(Reason reason) {
        return switch (reason.cause()) {
            case ADVISORY -> reason.detail();
            case DELETION, PUSH, RESCAN, RULE, TIME, BASE_IMAGE, UNKNOWN -> "no longer present";
        };
    }
}
