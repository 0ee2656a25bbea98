package dev.plimsoll.analysis.report;

import dev.plimsoll.analysis.index.ImageDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an option was said to clear, and what happened when it was taken.
 *
 * @param tag of the image in which it was taken
 * @param predictedFor digest of the image of which it was said
 * @param missed said to go and still there: the error
 * @param unforeseen gone although nobody said so
 * @param remaining those that were missed; the first of them
 */
record Prediction(
        Instant at,
        @Nullable String tag,
        String option,
        String predictedFor,
        Tally predicted,
        Tally cleared,
        int missed,
        int unforeseen,
        List<String> remaining) {

    /**
     * @param history of the line, newest first
     */
    static List<Prediction> of(List<ImageDocument> history) {
        var predictions = new ArrayList<Prediction>();
        for (var document : history) {
            var advice = document.plimsoll().advice();
            if (advice != null && isNew(document, predictions)) {
                for (var prediction : advice.predictions()) {
                    predictions.add(of(document, prediction));
                }
            }
        }
        return List.copyOf(predictions);
    }

    /** Later assessments of the same image repeat what became of the prediction. */
    private static boolean isNew(ImageDocument document, List<Prediction> known) {
        var image = document.plimsoll().image();
        var advice = document.plimsoll().advice();
        return advice != null
                && known.stream()
                        .noneMatch(
                                prediction ->
                                        Objects.equals(prediction.tag(), image.tag())
                                                && advice.predictions().stream()
                                                        .anyMatch(
                                                                other ->
                                                                        other.predictedFor()
                                                                                .equals(
                                                                                        prediction
                                                                                                .predictedFor())));
    }

    private static Prediction of(ImageDocument document, ImageDocument.Prediction prediction) {
        return new Prediction(
                document.timestamp(),
                document.plimsoll().image().tag(),
                prediction.option(),
                prediction.predictedFor(),
                Tally.of(prediction.predicted()),
                Tally.of(prediction.cleared()),
                prediction.predicted().total() - prediction.cleared().total(),
                prediction.unforeseen(),
                prediction.remaining());
    }

    /** The error in words: "none", or "2 of 5 are still there (40 %)". */
    String error() {
        return missed == 0
                ? "none"
                : "%d of %d still there (%d %%)"
                        .formatted(
                                missed,
                                predicted.total(),
                                Math.round(100f * missed / Math.max(1, predicted.total())));
    }
}
