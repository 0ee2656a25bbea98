package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one line, beside its findings.
 *
 * @param head its newest image by push order; null when none is left
 * @param headOffset of the push that made it the head
 * @param baselineAt when it was first assessed with success; null while that is pending
 * @param base what its head was built on when it was last assessed; null if that is not known
 */
record LineState(
        @Nullable ImageName head,
        long headOffset,
        @Nullable Instant baselineAt,
        @Nullable Base base) {

    static final LineState UNKNOWN = new LineState(null, -1, null, null);

    /**
     * A base image.
     *
     * @param chain its layers, see {@link BaseImage#chains}: what tells it from others
     */
    record Base(String reference, String chain) {}

    /** The line after a scan of {@code image}. */
    LineState seen(ImageName image, long pushOffset) {
        return pushOffset >= headOffset || head == null || head.equals(image)
                ? new LineState(image, Math.max(pushOffset, headOffset), baselineAt, base)
                : this;
    }

    LineState withHead(@Nullable ImageName image, long offset) {
        return new LineState(image, offset, baselineAt, base);
    }

    LineState withBaseline(Instant at) {
        return new LineState(head, headOffset, at, base);
    }

    LineState withBase(@Nullable Base of) {
        return new LineState(head, headOffset, baselineAt, of);
    }

    /** In words, if {@code now} is another base than the one before; null otherwise. */
    @Nullable String changeTo(@Nullable Base now) {
        return base == null || now == null || base.chain().equals(now.chain())
                ? null
                : "inherited from base %s (was %s)".formatted(now.reference(), base.reference());
    }

    boolean isHead(ImageName image) {
        return image.equals(head);
    }
}
