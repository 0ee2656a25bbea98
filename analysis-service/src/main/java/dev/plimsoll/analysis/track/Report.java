package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Distribution;
import dev.plimsoll.event.FindingsChanged;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.ImageStatus;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.Layer;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.ScanFailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts what came of an assessment into events. */
final class Report {

    /** Findings in one record: at a few kilobytes each it stays far below the largest record. */
    static final int CHANGES_IN_A_PART = 500;

    private final ImageState image;
    private final Reason reason;
    private final Result result;
    private final List<PostureCheck> posture;
    private final Counts counts;
    private final long revision;
    private final Instant at;

    /**
     * @param image with its revision before this assessment
     */
    Report(ImageState image, Reason reason, Result result, List<PostureCheck> posture, Instant at) {
        this.posture = List.copyOf(posture);
        this.image = image;
        this.reason = reason;
        this.result = result;
        this.counts = result.counts();
        this.revision = image.revision() + 1;
        this.at = at;
    }

    String assessmentId() {
        return assessmentId(image.name(), revision);
    }

    static String assessmentId(ImageName image, long revision) {
        return Ids.of(image.id(), revision);
    }

    /** The changes in parts, the most serious first; one empty part for an empty baseline. */
    List<FindingsChanged> findingsChanged(List<List<Change>> parts, boolean baseline) {
        var events = new ArrayList<FindingsChanged>();
        for (var part : parts) {
            events.add(
                    FindingsChanged.newBuilder()
                            .setAssessmentId(assessmentId())
                            .setImage(image.ref())
                            .setCause(reason.cause())
                            .setCauseDetail(reason.detail())
                            .setBaseline(baseline)
                            .setRevision(revision)
                            .setAt(at)
                            .setPart(events.size() + 1)
                            .setParts(parts.size())
                            .setOpen(counts.open())
                            .setChanges(part.stream().map(Change::told).toList())
                            .build());
        }
        return events;
    }

    /**
     * @param last the event before this one, if there was one
     * @param sameContent what {@code last} says of the predictions of the image before still holds
     */
    ImageAssessed imageAssessed(boolean head, @Nullable ImageAssessed last, boolean sameContent) {
        var content = result.content();
        var assessment = result.assessment();
        var standing = assessment.standing();
        var failure = image.failure();
        return ImageAssessed.newBuilder()
                .setId(image.name().id())
                .setAssessmentId(assessmentId())
                .setImage(image.ref())
                .setHead(head)
                .setStatus(status())
                .setReason(failure == null ? standing.reason() : failure.reason())
                .setMessage(failure == null ? standing.message() : failure.message())
                .setCause(reason.cause())
                .setCauseDetail(reason.detail())
                .setOpen(counts.open())
                .setAccepted(counts.accepted())
                .setSetAside(counts.setAside())
                .setFixable(counts.fixable())
                .setOpened(transitions(true))
                .setClosed(transitions(false))
                .setComponents(content == null ? 0 : content.getComponents().size())
                .setDistribution(content == null ? null : distribution(content.getDistribution()))
                .setEcosystem(assessment.ecosystem())
                .setLanguageEcosystems(assessment.languageEcosystems())
                .setBaseImage(result.base() == null ? null : result.base().reference())
                .setLayerDigests(layerDigests(content, last))
                .setPosture(posture)
                .setPlans(assessment.plans())
                .setPredictions(
                        last != null && sameContent ? last.getPredictions() : result.predictions())
                .setSize(size(content))
                .setScanId(image.scan().scanId())
                .setEngine(image.scan().engine())
                .setCreated(content == null ? null : content.getConfig().getCreated())
                .setPushedAt(image.scan().pushedAt())
                .setScannedAt(image.scan().finishedAt())
                .setAssessedAt(at)
                .setRevision(revision)
                .build();
    }

    /** Whether {@code now} tells nothing that {@code last} did not tell. */
    static boolean repeats(@Nullable ImageAssessed last, ImageAssessed now) {
        return last != null
                && ImageAssessed.newBuilder(now)
                        .setAssessmentId(last.getAssessmentId())
                        .setCause(last.getCause())
                        .setCauseDetail(last.getCauseDetail())
                        .setOpened(last.getOpened())
                        .setClosed(last.getClosed())
                        .setAssessedAt(last.getAssessedAt())
                        .setRevision(last.getRevision())
                        .build()
                        .equals(last);
    }

    private ImageStatus status() {
        var failure = image.failure();
        if (failure != null) {
            return failure.kind() == ScanFailureKind.UNSUPPORTED
                    ? ImageStatus.UNSUPPORTED
                    : ImageStatus.FAILED;
        }
        return result.assessment().standing().status(counts.present() > 0);
    }

    private int transitions(boolean opening) {
        return (int)
                result.changes().stream()
                        .map(change -> change.told().getKind())
                        .filter(
                                kind ->
                                        switch (kind) {
                                            case OPENED,
                                                    INHERITED,
                                                    REOPENED,
                                                    ACCEPTANCE_LAPSED,
                                                    GUARD_BROKEN ->
                                                    opening;
                                            case CLOSED -> !opening;
                                            case SEVERITY_RAISED, ACCEPTED, CARRIED -> false;
                                        })
                        .count();
    }

    /** The layers of what the name stands for: not of what was read before a scan failed. */
    private List<String> layerDigests(@Nullable Inventory content, @Nullable ImageAssessed last) {
        if (image.deleted()) {
            return last == null ? List.of() : last.getLayerDigests();
        }
        return content == null || !Objects.equals(image.inventoryDigest(), image.digest())
                ? List.of()
                : TrackState.layerDigests(content);
    }

    /** Of everything that a pull fetches, but the configuration. */
    private static long size(@Nullable Inventory content) {
        return content == null ? 0 : content.getLayers().stream().mapToLong(Layer::getSize).sum();
    }

    private static String distribution(Distribution distribution) {
        if (distribution.getName() != null) {
            return distribution.getName();
        }
        return distribution.getVersionId() == null
                ? distribution.getId()
                : distribution.getId() + " " + distribution.getVersionId();
    }
}
