package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanFailureKind;
import dev.plimsoll.event.ScanReported;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one image, beside its findings.
 *
 * @param digest what the name stands for in the registry
 * @param assigned its line since its last scan; null in the state of an earlier release, see {@link
 *     #line}
 * @param pushOffset of the newest push that counted; -1 when only work of other lanes was seen
 * @param deleted it left the registry; the rest is what it was before
 * @param inventoryDigest of the last scan that succeeded; null while there is none
 * @param failure the newest scan failed like this; null if it did not
 * @param base the image it was found to be built on
 * @param revision grows with every assessment that changed something
 * @param accepted findings and failed checks that some rule accepts
 */
record ImageState(
        String registry,
        String repository,
        @Nullable String tag,
        String digest,
        @Nullable String indexDigest,
        String platform,
        @Nullable String assigned,
        long pushOffset,
        boolean deleted,
        @Nullable String inventoryDigest,
        Scan scan,
        @Nullable Failure failure,
        @Nullable BaseImage base,
        long revision,
        int accepted) {

    /** Why an image has no assessment although it could be read. */
    static final String ANALYSIS_FAILED = "ANALYSIS_FAILED";

    /** The newest scan, whether it succeeded or not. */
    record Scan(String scanId, String engine, Instant pushedAt, Instant finishedAt) {}

    /** Why the newest scan has no inventory. */
    record Failure(ScanFailureKind kind, String reason, String message) {}

    /**
     * The image after {@code scan}.
     *
     * @param before what was known of it, if anything was
     * @param line that it belongs to from now on
     */
    static ImageState after(@Nullable ImageState before, ScanReported scan, String line) {
        var failure =
                scan.getOutcome() instanceof ScanFailure failed
                        ? new Failure(failed.getKind(), failed.getReason(), failed.getMessage())
                        : null;
        var sameContent = before != null && scan.getDigest().equals(before.inventoryDigest);
        return new ImageState(
                scan.getRegistry(),
                scan.getRepository(),
                scan.getTag(),
                scan.getDigest(),
                scan.getIndexDigest(),
                scan.getPlatform(),
                line,
                before == null
                        ? scan.getPushOffset()
                        : Math.max(scan.getPushOffset(), before.pushOffset),
                false,
                failure == null
                        ? scan.getDigest()
                        : before == null || before.deleted ? null : before.inventoryDigest,
                new Scan(
                        scan.getScanId(),
                        scan.getEngine(),
                        scan.getOccurredAt(),
                        scan.getFinishedAt()),
                failure,
                before != null && (sameContent || failure != null) ? before.base : null,
                before == null ? 0 : before.revision,
                before == null ? 0 : before.accepted);
    }

    ImageName name() {
        return ImageName.of(registry, repository, tag, digest, platform);
    }

    String line() {
        return assigned == null ? LinePattern.lineOf(tag, digest) : assigned;
    }

    LineName lineName() {
        return new LineName(ImageName.repositoryKey(registry, repository), line(), platform);
    }

    /** What the name stands for now. */
    ImageRef ref() {
        return new ImageRef(registry, repository, tag, digest, platform, line());
    }

    /** What was read last: the content that findings speak of. */
    ImageRef contentRef() {
        return new ImageRef(
                registry,
                repository,
                tag,
                inventoryDigest == null ? digest : inventoryDigest,
                platform,
                line());
    }

    /** Whether this scan of an earlier push, or of the same push again, has nothing to say. */
    boolean supersedes(ScanReported other) {
        if (other.getPushOffset() >= 0 && other.getPushOffset() != pushOffset) {
            return other.getPushOffset() < pushOffset;
        }
        return !deleted && !other.getFinishedAt().isAfter(scan.finishedAt());
    }

    ImageState assessed(@Nullable BaseImage newBase, long newRevision, int newAccepted) {
        return new ImageState(
                registry,
                repository,
                tag,
                digest,
                indexDigest,
                platform,
                assigned,
                pushOffset,
                deleted,
                inventoryDigest,
                scan,
                failure,
                newBase,
                newRevision,
                newAccepted);
    }

    /** A failure of the scan stays: it came first. */
    ImageState failed(Failure newFailure) {
        return failure == null ? withFailure(newFailure) : this;
    }

    /** As it is before it is assessed again: an analysis that failed before may succeed now. */
    ImageState retried() {
        return failure != null && failure.reason().equals(ANALYSIS_FAILED)
                ? withFailure(null)
                : this;
    }

    private ImageState withFailure(@Nullable Failure newFailure) {
        return new ImageState(
                registry,
                repository,
                tag,
                digest,
                indexDigest,
                platform,
                assigned,
                pushOffset,
                deleted,
                inventoryDigest,
                scan,
                newFailure,
                base,
                revision,
                accepted);
    }

    /**
     * It left the registry. A later push of the same name may have been scanned late: so its push
     * stays what later ones are compared with, and not the deletion.
     *
     * @param movedOn offset of a newer push of the name, of what is gone now; -1 if there is none
     */
    ImageState gone(long movedOn) {
        return new ImageState(
                registry,
                repository,
                tag,
                digest,
                indexDigest,
                platform,
                assigned,
                Math.max(pushOffset, movedOn),
                true,
                null,
                scan,
                null,
                null,
                revision,
                0);
    }
}
