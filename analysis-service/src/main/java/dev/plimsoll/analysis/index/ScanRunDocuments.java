package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.Words.word;

import dev.plimsoll.event.Gap;
import dev.plimsoll.event.Inventory;
import dev.plimsoll.event.ScanFailure;
import dev.plimsoll.event.ScanReported;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code scans.reported} as documents: the run, without what was found in the image. */
final class ScanRunDocuments implements Projection<ScanReported> {

    private final Indices indices;

    ScanRunDocuments(Indices indices) {
        this.indices = indices;
    }

    /** How a scan ended. */
    private record Outcome(
            String word,
            @Nullable String reason,
            @Nullable String message,
            List<String> gaps,
            int components,
            int layers,
            @Nullable String distribution) {

        static Outcome of(Object outcome) {
            return switch (outcome) {
                case Inventory inventory ->
                        new Outcome(
                                inventory.getGaps().isEmpty() ? "inventory" : "partial",
                                null,
                                null,
                                inventory.getGaps().stream()
                                        .map(Gap::getReason)
                                        .distinct()
                                        .toList(),
                                inventory.getComponents().size(),
                                inventory.getLayers().size(),
                                inventory.getDistribution().getName());
                case ScanFailure failure ->
                        new Outcome(
                                Words.word(failure.getKind()),
                                failure.getReason(),
                                failure.getMessage(),
                                List.of(),
                                0,
                                failure.getLayers().size(),
                                null);
                default ->
                        throw new IllegalArgumentException(
                                "a scan ends with an inventory or a failure, not with a '%s'"
                                        .formatted(outcome.getClass().getSimpleName()));
            };
        }

        boolean complete() {
            return word.equals("inventory");
        }
    }

    @Override
    public List<Document> documents(ScanReported event, Ecs.Source source) {
        var outcome = Outcome.of(event.getOutcome());
        var image =
                new ImageName(
                        event.getRegistry(),
                        event.getRepository(),
                        event.getTag(),
                        event.getPlatform());
        var document =
                new ScanRunDocument(
                        event.getFinishedAt(),
                        Ecs.Version.CURRENT,
                        Ecs.Event.of("event", event.getScanId(), "plimsoll.scan-run")
                                .ran(
                                        outcome.complete() ? "success" : "failure",
                                        outcome.reason(),
                                        event.getStartedAt(),
                                        event.getFinishedAt()),
                        "scan of %s by %s: %s"
                                .formatted(image.display(), event.getEngine(), outcome.word()),
                        Ecs.Container.of(
                                event.getRegistry(),
                                event.getRepository(),
                                event.getTag(),
                                event.getDigest()),
                        outcome.distribution() == null
                                ? null
                                : new Ecs.Host(new Ecs.Host.Os(outcome.distribution())),
                        Ecs.Observer.PLIMSOLL,
                        new ScanRunDocument.Own(
                                new ScanRunDocument.Image(
                                        image.key(),
                                        event.getRegistry(),
                                        event.getRepository(),
                                        event.getTag(),
                                        event.getDigest(),
                                        event.getIndexDigest(),
                                        event.getPlatform()),
                                scan(event, outcome),
                                source));
        return List.of(new Document(indices.scanRuns(), event.getScanId(), document));
    }

    private static ScanRunDocument.Scan scan(ScanReported event, Outcome outcome) {
        return new ScanRunDocument.Scan(
                event.getScanId(),
                event.getEventId(),
                word(event.getTrigger()),
                event.getPushOffset(),
                event.getEngine(),
                event.getEngineVersion(),
                outcome.word(),
                outcome.reason(),
                outcome.message(),
                outcome.gaps(),
                outcome.components(),
                outcome.layers(),
                event.getBlobBytes(),
                event.getOccurredAt(),
                event.getStages().stream()
                        .map(
                                stage ->
                                        new ScanRunDocument.Stage(
                                                stage.getName(),
                                                stage.getStartedAt(),
                                                stage.getDurationMicros(),
                                                stage.getDetail()))
                        .toList());
    }
}
