package dev.plimsoll.analysis.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scan in {@code scan-runs}: what happened, how long it took, why it failed. */
record ScanRunDocument(
        @JsonProperty("@timestamp") Instant timestamp,
        Ecs.Version ecs,
        Ecs.Event event,
        String message,
        Ecs.Container container,
        Ecs.@Nullable Host host,
        Ecs.Observer observer,
        Own plimsoll) {

    /** {@code plimsoll.*}. */
    record Own(Image image, Scan scan, Ecs.Source source) {}

    /** {@code plimsoll.image.*}. */
    record Image(
            String key,
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            @Nullable String indexDigest,
            String platform) {}

    /**
     * {@code plimsoll.scan.*}.
     *
     * @param outcome inventory, partial, failed or unsupported
     * @param reason stable code of a failure
     * @param gaps stable codes of what could not be read in a partial inventory
     */
    record Scan(
            String id,
            String eventId,
            String trigger,
            long pushOffset,
            String engine,
            String engineVersion,
            String outcome,
            @Nullable String reason,
            @Nullable String message,
            List<String> gaps,
            int components,
            int layers,
            long blobBytes,
            Instant occurredAt,
            List<Stage> stages) {}

    /** One step of the run; kept, not searchable. */
    record Stage(String name, Instant startedAt, long durationMicros, @Nullable String detail) {}
}
