package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.classify.BaseImage;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.PredictionCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at one image.
 *
 * @param content what was looked at; null if nothing could be
 * @param predictions what was said of the image before, if this one has just taken its place
 * @param counts of the present findings after the changes
 */
record Result(
        Assessment assessment,
        @Nullable Inventory content,
        @Nullable BaseImage base,
        List<Change> changes,
        List<PredictionCheck> predictions,
        Counts counts) {

    /**
     * Of a look at everything.
     *
     * @param known everything that is remembered of the image
     */
    static Result of(
            Assessment assessment,
            @Nullable Inventory content,
            @Nullable BaseImage base,
            List<Change> changes,
            Known known) {
        return new Result(
                assessment, content, base, changes, List.of(), Counts.of(known.after(changes)));
    }

    /**
     * Of a look at some packages: the rest is as {@code last} told it.
     *
     * @param known what is remembered of these packages
     */
    static Result ofSome(
            Assessment assessment,
            Inventory content,
            @Nullable BaseImage base,
            List<Change> changes,
            Known known,
            ImageAssessed last) {
        var counts =
                Counts.of(last)
                        .with(
                                Counts.of(known.documents().values()),
                                Counts.of(known.after(changes)));
        return new Result(assessment, content, base, changes, List.of(), counts);
    }

    Result withPredictions(List<PredictionCheck> checks) {
        return new Result(assessment, content, base, changes, checks, counts);
    }
}
