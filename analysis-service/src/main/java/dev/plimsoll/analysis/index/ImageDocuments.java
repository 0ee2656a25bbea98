package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.Words.word;

import dev.plimsoll.analysis.index.ImageDocument.BySeverity;
import dev.plimsoll.analysis.index.ImageDocument.Prediction;
import dev.plimsoll.event.ImageAssessed;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.PredictionCheck;
import dev.plimsoll.event.RemovalPlan;
import dev.plimsoll.event.SeverityCounts;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code images.assessed} as documents. */
final class ImageDocuments implements Projection<ImageAssessed> {

    private final Indices indices;

    ImageDocuments(Indices indices) {
        this.indices = indices;
    }

    /** The image as it is now, and the same once more for its history. */
    @Override
    public List<Document> documents(ImageAssessed event, Ecs.Source source) {
        return List.of(
                new Document(
                        indices.images(),
                        event.getId(),
                        document(
                                event,
                                Ecs.Event.of("state", event.getId(), "plimsoll.image"),
                                source)),
                new Document(
                        indices.imageHistory(),
                        event.getAssessmentId(),
                        document(
                                event,
                                Ecs.Event.of(
                                        "event", event.getAssessmentId(), "plimsoll.image-history"),
                                source)));
    }

    private static ImageDocument document(
            ImageAssessed event, Ecs.Event ecsEvent, Ecs.Source source) {
        var image = event.getImage();
        var distribution = event.getDistribution();
        return new ImageDocument(
                event.getAssessedAt(),
                Ecs.Version.CURRENT,
                ecsEvent,
                message(event),
                Ecs.Container.of(
                        image.getRegistry(),
                        image.getRepository(),
                        image.getTag(),
                        image.getDigest()),
                Ecs.Resource.of(image),
                distribution == null ? null : new Ecs.Host(new Ecs.Host.Os(distribution)),
                Ecs.Observer.PLIMSOLL,
                new ImageDocument.Own(
                        image(event),
                        counts(event),
                        posture(event.getPosture()),
                        advice(event),
                        new ImageDocument.Scan(event.getScanId(), event.getEngine()),
                        new Ecs.Assessment(
                                event.getAssessmentId(),
                                event.getRevision(),
                                word(event.getCause()),
                                event.getCauseDetail()),
                        source));
    }

    private static ImageDocument.Image image(ImageAssessed event) {
        var image = event.getImage();
        return new ImageDocument.Image(
                event.getId(),
                ImageName.of(image).key(),
                image.getRegistry(),
                image.getRepository(),
                image.getTag(),
                image.getDigest(),
                image.getPlatform(),
                image.getLine(),
                event.getHead(),
                word(event.getStatus()),
                event.getReason(),
                event.getMessage(),
                event.getEcosystem(),
                event.getLanguageEcosystems(),
                event.getBaseImage(),
                event.getComponents(),
                event.getSize() == 0 ? null : event.getSize(),
                event.getCreated(),
                event.getPushedAt(),
                event.getScannedAt());
    }

    private static ImageDocument.Counts counts(ImageAssessed event) {
        return new ImageDocument.Counts(
                bySeverity(event.getOpen()),
                bySeverity(event.getAccepted()),
                event.getSetAside(),
                event.getFixable(),
                event.getOpened(),
                event.getClosed());
    }

    private static ImageDocument.BySeverity bySeverity(SeverityCounts counts) {
        return new ImageDocument.BySeverity(
                counts.getCritical(),
                counts.getHigh(),
                counts.getMedium(),
                counts.getLow(),
                counts.getNegligible(),
                counts.getUnknown(),
                counts.getCritical()
                        + counts.getHigh()
                        + counts.getMedium()
                        + counts.getLow()
                        + counts.getNegligible()
                        + counts.getUnknown());
    }

    private static ImageDocument.@Nullable Posture posture(List<PostureCheck> checks) {
        if (checks.isEmpty()) {
            return null;
        }
        return new ImageDocument.Posture(
                ids(checks, check -> Boolean.TRUE.equals(check.getPassed())),
                ids(checks, check -> failed(check) && check.getRule() == null),
                ids(checks, check -> failed(check) && check.getRule() != null),
                ids(checks, check -> check.getPassed() == null),
                checks.stream()
                        .map(
                                check ->
                                        new ImageDocument.Check(
                                                check.getId(),
                                                check.getPassed(),
                                                check.getEvidence(),
                                                word(check.getSeverity()),
                                                check.getRule(),
                                                check.getAcceptedUntil()))
                        .toList());
    }

    private static boolean failed(PostureCheck check) {
        return Boolean.FALSE.equals(check.getPassed());
    }

    private static ImageDocument.@Nullable Advice advice(ImageAssessed event) {
        if (event.getPlans().isEmpty() && event.getPredictions().isEmpty()) {
            return null;
        }
        var predictions = event.getPredictions().stream().map(ImageDocuments::prediction).toList();
        return new ImageDocument.Advice(
                event.getPlans().stream()
                        .map(
                                plan ->
                                        new ImageDocument.Plan(
                                                plan.getOption(),
                                                plan.getPackages(),
                                                plan.getBytes()))
                        .toList(),
                bytes(event.getPlans(), "multi-stage"),
                bytes(event.getPlans(), "drop-packages"),
                predictions,
                predictions.isEmpty() ? null : sum(predictions, Prediction::predicted),
                predictions.isEmpty() ? null : sum(predictions, Prediction::cleared));
    }

    private static @Nullable Long bytes(List<RemovalPlan> plans, String option) {
        return plans.stream()
                .filter(plan -> plan.getOption().equals(option) && plan.getBytes() > 0)
                .map(RemovalPlan::getBytes)
                .findFirst()
                .orElse(null);
    }

    private static int sum(
            List<Prediction> predictions, Function<Prediction, ImageDocument.BySeverity> counts) {
        return predictions.stream().map(counts).mapToInt(BySeverity::total).sum();
    }

    private static Prediction prediction(PredictionCheck check) {
        return new Prediction(
                check.getOption(),
                check.getPredictedFor(),
                bySeverity(check.getPredicted()),
                bySeverity(check.getCleared()),
                check.getUnforeseen(),
                check.getRemaining());
    }

    private static List<String> ids(List<PostureCheck> checks, Predicate<PostureCheck> condition) {
        return checks.stream().filter(condition).map(PostureCheck::getId).toList();
    }

    private static String message(ImageAssessed event) {
        var reason = event.getReason();
        return "%s is %s%s"
                .formatted(
                        ImageName.of(event.getImage()).display(),
                        word(event.getStatus()),
                        reason == null ? "" : " (" + reason + ")");
    }
}
