package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.ExploitationWords;
import dev.plimsoll.event.ChangeKind;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FindingChange;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an image holds now with what is remembered, and says what changed.
 *
 * <p>Only the head of a line makes transitions of the line; in every other image a change is {@link
 * ChangeKind#CARRIED}.
 */
final class Reconciler {

    private final ImageRef image;
    private final boolean head;
    private final long revision;
    private final Instant now;
    private final Known known;
    private final @Nullable String otherBase;
    private final List<Change> changes = new ArrayList<>();

    /**
     * @param revision of the assessment whose changes these are
     * @param otherBase in words, that the image is built on another base image than the head of the
     *     line before; null if it is not
     */
    Reconciler(
            ImageRef image,
            boolean head,
            long revision,
            Instant now,
            Known known,
            @Nullable String otherBase) {
        this.image = image;
        this.head = head;
        this.revision = revision;
        this.now = now;
        this.known = known;
        this.otherBase = otherBase;
    }

    /**
     * @param present everything the image holds now, by finding id
     * @param complete what is not in {@code present} is gone
     * @param goneBecause in words
     */
    List<Change> reconcile(Map<String, Judged> present, boolean complete, String goneBecause) {
        var onLine = new HashSet<String>();
        present.forEach(
                (id, judged) -> {
                    onLine.add(judged.finding().getTrackingId());
                    present(known.documents().get(id), judged);
                });
        if (complete) {
            known.documents()
                    .forEach(
                            (id, finding) -> {
                                if (!present.containsKey(id)) {
                                    gone(finding, goneBecause);
                                    onLine.add(finding.getTrackingId());
                                }
                            });
            if (head) {
                goneFromLine(onLine, goneBecause);
            }
        }
        return changes.stream().sorted(Change.MOST_SERIOUS_FIRST).toList();
    }

    private void present(@Nullable Finding document, Judged judged) {
        var tracked = known.tracked().get(judged.finding().getTrackingId());
        var firstSeen = firstSeen(tracked, document);
        var finding =
                Finding.newBuilder(judged.finding())
                        .setPresence(Presence.PRESENT)
                        .setFirstSeen(firstSeen)
                        .setFixStateSince(
                                FixStates.since(
                                        before(tracked, document),
                                        judged.finding(),
                                        firstSeen,
                                        now))
                        .build();
        var transition =
                head ? inherited(tracked, judged, Transition.between(tracked, judged)) : null;
        if (transition != null) {
            transition(tracked, finding, transition);
        } else if (document == null
                || differ(document, finding)
                || isOfAnotherHead(tracked, finding)) {
            carried(
                    finding,
                    null,
                    head
                            ? new Tracked(
                                    finding,
                                    tracked == null ? null : tracked.told(),
                                    tracked == null ? 0 : tracked.ordinal(),
                                    tracked == null ? null : tracked.last(),
                                    tracked == null ? null : tracked.lastAt())
                            : null);
        }
    }

    /** What is new on the line and came with another base image was inherited from it. */
    private @Nullable Transition inherited(
            @Nullable Tracked tracked, Judged judged, @Nullable Transition transition) {
        return transition != null
                        && transition.kind() == ChangeKind.OPENED
                        && tracked == null
                        && otherBase != null
                        && judged.finding().getLayer() == LayerOrigin.BASE
                ? new Transition(ChangeKind.INHERITED, null, otherBase)
                : transition;
    }

    /** The image is the head again, or for the first time, though nothing in it changed. */
    private boolean isOfAnotherHead(@Nullable Tracked tracked, Finding finding) {
        return head && tracked != null && !tracked.finding().getImage().equals(finding.getImage());
    }

    private static List<Finding> before(@Nullable Tracked tracked, @Nullable Finding document) {
        return Stream.of(tracked == null ? null : tracked.finding(), document)
                .filter(Objects::nonNull)
                .toList();
    }

    private Instant firstSeen(@Nullable Tracked tracked, @Nullable Finding document) {
        if (tracked != null) {
            return tracked.finding().getFirstSeen();
        }
        return document == null ? now : document.getFirstSeen();
    }

    /** A document that the image has no more. */
    private void gone(Finding document, String because) {
        var finding = Finding.newBuilder(document).setPresence(Presence.GONE).build();
        var tracked = known.tracked().get(document.getTrackingId());
        if (!head || tracked == null || !tracked.isPresent()) {
            carried(finding, because, null);
        } else if (tracked.counts()) {
            transition(tracked, finding, new Transition(ChangeKind.CLOSED, null, because));
        } else {
            carried(
                    finding,
                    because,
                    new Tracked(
                            finding,
                            tracked.told(),
                            tracked.ordinal(),
                            tracked.last(),
                            tracked.lastAt()));
        }
    }

    /** What earlier images of the line had and its head never did. */
    private void goneFromLine(Set<String> seen, String because) {
        known.tracked()
                .forEach(
                        (trackingId, tracked) -> {
                            if (tracked.isPresent() && !seen.contains(trackingId)) {
                                gone(
                                        Finding.newBuilder(tracked.finding())
                                                .setImage(image)
                                                .setId(
                                                        Assessor.documentId(
                                                                image, tracked.finding()))
                                                .build(),
                                        because);
                            }
                        });
    }

    private void transition(@Nullable Tracked before, Finding finding, Transition transition) {
        int ordinal = before == null ? 1 : before.ordinal() + 1;
        changes.add(
                new Change(
                        new FindingChange(
                                Ids.of(finding.getTrackingId(), transition.kind(), ordinal),
                                transition.kind(),
                                finding,
                                transition.previousSeverity(),
                                transition.detail()),
                        new Tracked(
                                finding,
                                told(before, finding, transition.kind()),
                                ordinal,
                                transition.kind(),
                                now)));
    }

    private static @Nullable Severity told(
            @Nullable Tracked before, Finding finding, ChangeKind kind) {
        return switch (kind) {
            case OPENED, INHERITED, REOPENED, SEVERITY_RAISED, ACCEPTANCE_LAPSED, GUARD_BROKEN ->
                    finding.getSeverity();
            case ACCEPTED, CLOSED, CARRIED -> before == null ? null : before.told();
        };
    }

    private void carried(Finding finding, @Nullable String detail, @Nullable Tracked tracked) {
        changes.add(
                new Change(
                        new FindingChange(
                                Ids.of(finding.getId(), ChangeKind.CARRIED, revision),
                                ChangeKind.CARRIED,
                                finding,
                                null,
                                detail),
                        tracked));
    }

    /**
     * Whether a document has to be written again. The exploitation probability moves every day for
     * every CVE; by itself it is no reason.
     */
    private static boolean differ(Finding before, Finding now) {
        if (before.equals(now)) {
            return false;
        }
        var moved = Finding.newBuilder(before).setEpss(now.getEpss());
        if (ExploitationWords.same(before.getEvidence(), now.getEvidence())) {
            moved.setEvidence(ExploitationWords.in(before.getEvidence(), now.getEvidence()));
        }
        return !moved.build().equals(now);
    }
}
