package dev.plimsoll.analysis.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image in {@code images}, or as of one assessment in {@code image-history}. */
public record ImageDocument(
        @JsonProperty("@timestamp") Instant timestamp,
        Ecs.Version ecs,
        Ecs.Event event,
        String message,
        Ecs.Container container,
        Ecs.Resource resource,
        Ecs.@Nullable Host host,
        Ecs.Observer observer,
        Own plimsoll) {

    /** {@code plimsoll.*}. */
    public record Own(
            Image image,
            Counts counts,
            @Nullable Posture posture,
            @Nullable Advice advice,
            Scan scan,
            Ecs.Assessment assessment,
            Ecs.Source source) {}

    /**
     * {@code plimsoll.image.*}.
     *
     * @param id the document's id in {@code images}, and of its page
     * @param head the newest image of its line
     * @param status clean, affected, stale, failed, unsupported or deleted
     * @param size compressed, in bytes; null where it is not known
     */
    public record Image(
            String id,
            String key,
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform,
            String line,
            boolean head,
            String status,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String ecosystem,
            @Nullable List<String> languageEcosystems,
            @Nullable String baseImage,
            int components,
            @Nullable Long size,
            @Nullable Instant created,
            Instant pushedAt,
            Instant scannedAt) {}

    /**
     * {@code plimsoll.counts.*}.
     *
     * @param setAside findings that are neither open nor accepted
     * @param fixable open findings that have a fixed version
     * @param opened by this assessment
     * @param closed by this assessment
     */
    public record Counts(
            BySeverity open,
            BySeverity accepted,
            int setAside,
            int fixable,
            int opened,
            int closed) {}

    /** Findings by severity. */
    public record BySeverity(
            int critical, int high, int medium, int low, int negligible, int unknown, int total) {}

    /**
     * {@code plimsoll.posture.*}: ids of the checks by result, and the checks with evidence.
     *
     * @param failed without those that a rule lives with
     * @param accepted failed, and a rule lives with it; null in documents of the first release
     */
    public record Posture(
            List<String> passed,
            List<String> failed,
            @Nullable List<String> accepted,
            List<String> notKnown,
            List<Check> checks) {}

    /**
     * A best-practice check.
     *
     * @param passed null: the image does not tell
     * @param severity how much a failed check matters; null in documents of the first release
     * @param rule that lives with the failed check
     */
    public record Check(
            String id,
            @Nullable Boolean passed,
            String evidence,
            @Nullable String severity,
            @Nullable String rule,
            @Nullable Instant acceptedUntil) {}

    /**
     * {@code plimsoll.advice.*}: what the options would take out, and what became of what was said
     * of the image before.
     *
     * @param multiStageBytes what the plan of that name would save
     * @param dropPackagesBytes what the plan of that name would save
     * @param predicted the sum of the predictions
     * @param cleared those that came true
     */
    public record Advice(
            List<Plan> plans,
            @Nullable Long multiStageBytes,
            @Nullable Long dropPackagesBytes,
            List<Prediction> predictions,
            @Nullable Integer predicted,
            @Nullable Integer cleared) {}

    /**
     * The packages an option would take out.
     *
     * @param bytes their installed size, as far as the package database tells
     */
    public record Plan(String option, List<String> packages, long bytes) {}

    /**
     * What an option was said to clear, held against the next image of the line.
     *
     * @param predictedFor digest of the image it was said of
     * @param unforeseen findings that are gone although nobody said so
     * @param remaining said to be cleared and still there; the first of them
     */
    public record Prediction(
            String option,
            String predictedFor,
            BySeverity predicted,
            BySeverity cleared,
            int unforeseen,
            List<String> remaining) {}

    /** {@code plimsoll.scan.*}. */
    public record Scan(String id, String engine) {}
}
