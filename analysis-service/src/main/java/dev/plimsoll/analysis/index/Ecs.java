package dev.plimsoll.analysis.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.event.ImageRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field sets of the <a href="https://www.elastic.co/docs/reference/ecs">Elastic Common
 * Schema</a> that more than one kind of document uses.
 */
public final class Ecs {

    private Ecs() {}

    /** {@code ecs.*}: which version of ECS the document follows. */
    public record Version(String version) {

        static final Version CURRENT = new Version("9.4.0");
    }

    /** {@code event.*}; durations in nanoseconds. */
    public record Event(
            String kind,
            List<String> category,
            List<String> type,
            String id,
            @Nullable String outcome,
            @Nullable String reason,
            String module,
            String dataset,
            @Nullable Integer severity,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable Long duration) {

        static Event of(String kind, String id, String dataset) {
            return new Event(
                    kind,
                    List.of("vulnerability"),
                    List.of("info"),
                    id,
                    null,
                    null,
                    "plimsoll",
                    dataset,
                    null,
                    null,
                    null,
                    null);
        }

        Event withSeverity(int rank) {
            return new Event(
                    kind, category, type, id, outcome, reason, module, dataset, rank, start, end,
                    duration);
        }

        /** Somebody changed what holds, or tried to. */
        Event decided(String result, @Nullable String why) {
            return new Event(
                    kind,
                    List.of("configuration"),
                    List.of(result.equals("success") ? "change" : "denied"),
                    id,
                    result,
                    why,
                    module,
                    dataset,
                    severity,
                    start,
                    end,
                    duration);
        }

        Event ran(String result, @Nullable String why, Instant from, Instant to) {
            return new Event(
                    kind,
                    category,
                    type,
                    id,
                    result,
                    why,
                    module,
                    dataset,
                    severity,
                    from,
                    to,
                    Duration.between(from, to).toNanos());
        }
    }

    /** {@code container.*}. */
    public record Container(Image image) {

        /** {@code container.image.*}; {@code name} without tag. */
        public record Image(String name, List<String> tag, Hash hash) {}

        /** {@code container.image.hash.*}. */
        public record Hash(List<String> all) {}

        static Container of(
                String registry, String repository, @Nullable String tag, String digest) {
            return new Container(
                    new Image(
                            registry + "/" + repository,
                            tag == null ? List.of() : List.of(tag),
                            new Hash(List.of(digest))));
        }
    }

    /** {@code resource.*}: not ECS, but what Kibana's Findings page groups by. */
    public record Resource(String id, String name, String type) {

        static Resource of(ImageRef image) {
            return new Resource(
                    image.getDigest(), ImageName.of(image).display(), "container-image");
        }
    }

    /** {@code observer.*}: who says so. */
    public record Observer(String vendor, String product, String type) {

        static final Observer PLIMSOLL = new Observer("Plimsoll", "Plimsoll", "scanner");
    }

    /** {@code related.*}: every hash of the document, for pivoting. */
    public record Related(List<String> hash) {}

    /** {@code host.*}: the distribution inside the image. */
    public record Host(Os os) {

        /** {@code host.os.*}; {@code full} is for example "Debian 12 (bookworm)". */
        public record Os(String full) {}
    }

    /** {@code plimsoll.source.*}: the event a document reflects, for comparing topic and index. */
    public record Source(String topic, int partition, long offset) {}

    /** {@code plimsoll.assessment.*}. */
    public record Assessment(
            String id, long revision, String cause, @JsonProperty("cause_detail") String detail) {}
}
