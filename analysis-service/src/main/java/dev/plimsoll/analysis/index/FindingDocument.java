package dev.plimsoll.analysis.index;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A finding in {@code findings}, or with {@code plimsoll.change} in {@code finding-history}. */
public record FindingDocument(
        @JsonProperty("@timestamp") Instant timestamp,
        Ecs.Version ecs,
        Ecs.Event event,
        String message,
        Vulnerability vulnerability,
        @JsonProperty("package") Package component,
        Ecs.Container container,
        Ecs.Resource resource,
        Ecs.Observer observer,
        Ecs.Related related,
        Own plimsoll) {

    /**
     * {@code vulnerability.*}.
     *
     * @param severity in capitals, as Kibana's Findings page knows it; sort by {@code
     *     event.severity}
     * @param status open or fixed; whether somebody lives with it is {@code
     *     plimsoll.decision.state}
     */
    public record Vulnerability(
            String id,
            String enumeration,
            @Nullable String classification,
            String severity,
            @Nullable Score score,
            @Nullable String description,
            List<String> category,
            Scanner scanner,
            String status) {}

    /** {@code vulnerability.score.*}: CVSS, 0.0 to 10.0. */
    public record Score(double base) {}

    /** {@code vulnerability.scanner.*}. */
    public record Scanner(String vendor) {}

    /** {@code package.*}: the source package, which advisories speak of. */
    public record Package(
            String name, String version, @Nullable String type, @Nullable String fixedVersion) {}

    /** {@code plimsoll.*}. */
    public record Own(
            Image image,
            State finding,
            Component component,
            Notes vulnerability,
            @Nullable Kev kev,
            @Nullable Epss epss,
            Decision decision,
            Ecs.Assessment assessment,
            @Nullable Change change,
            Ecs.Source source) {}

    /** {@code plimsoll.image.*}. */
    public record Image(
            String key,
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform,
            String line) {}

    /**
     * {@code plimsoll.finding.*}.
     *
     * @param fixStateSince since when the fix is where it is; null in documents of the first
     *     release
     * @param waitedDays from the first sight to the fix, for one that had to be waited for
     * @param clearedBy the options that take it out; null in documents of the first release
     * @param closedAt since when it is gone
     */
    public record State(
            String trackingId,
            String presence,
            String fixState,
            @Nullable Instant fixStateSince,
            @Nullable Integer waitedDays,
            @Nullable List<String> clearedBy,
            String layer,
            String role,
            Instant firstSeen,
            @Nullable Instant closedAt,
            List<String> advisories,
            List<String> evidence) {}

    /**
     * {@code plimsoll.component.*}: the installed packages.
     *
     * @param paths of language packages; null in documents of the first release
     */
    public record Component(
            String ecosystem,
            List<String> packages,
            List<String> purls,
            @Nullable List<String> paths,
            @Nullable String layerDigest,
            @Nullable String baseImage) {}

    /** {@code plimsoll.vulnerability.*}. */
    public record Notes(
            List<String> aliases, String severity, String severitySource, List<Rating> ratings) {}

    /** One severity as one source published it; kept, not searchable. */
    public record Rating(
            String source, String severity, @Nullable Double score, @Nullable String value) {}

    /** {@code plimsoll.kev.*}. */
    public record Kev(boolean listed) {}

    /** {@code plimsoll.epss.*}: probability of exploitation in the next 30 days, 0 to 1. */
    public record Epss(double score) {}

    /**
     * {@code plimsoll.decision.*}.
     *
     * @param review when the rule is to be looked at again
     * @param justification of a VEX statement
     */
    public record Decision(
            String state,
            @Nullable String rule,
            @Nullable String reason,
            @Nullable String owner,
            @Nullable Instant until,
            @Nullable LocalDate review,
            @Nullable String ticket,
            @Nullable String justification) {}

    /** {@code plimsoll.change.*}: what happened; absent in {@code findings}. */
    public record Change(
            String kind,
            @Nullable String previousSeverity,
            @Nullable String detail,
            boolean baseline) {}
}
