package dev.plimsoll.analysis.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one line, beside its findings.
 *
 * @param head its newest image by push order; null when none is left
 * @param headOffset of the push that made it the head
 * @param baselineAt when it was first assessed with success; null while that is pending
 */
record LineState(@Nullable ImageName head, long headOffset, @Nullable Instant baselineAt) {

    static final LineState UNKNOWN = new LineState(null, -1, null);

    /** The line after a scan of {@code image}. */
    LineState seen(ImageName image, long pushOffset) {
        return pushOffset >= headOffset || head == null || head.equals(image)
                ? new LineState(image, Math.max(pushOffset, headOffset), baselineAt)
                : this;
    }

    LineState withHead(@Nullable ImageName image, long offset) {
        return new LineState(image, offset, baselineAt);
    }

    LineState withBaseline(Instant at) {
        return new LineState(head, headOffset, at);
    }

    boolean isHead(ImageName image) {
        return image.equals(head);
    }
}
