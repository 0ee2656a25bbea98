package dev.plimsoll.analysis.advisory;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.AffectedRange;
import dev.plimsoll.event.PublishedSeverity;
import dev.plimsoll.event.RangeBoundary;
import dev.plimsoll.event.RangeEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record of the <a href="https://ossf.github.io/osv-schema/">OSV schema</a>, version 1, as an
 * event. What matching does not need is left out.
 */
final class OsvRecord {

    private static final int SUMMARY_CHARACTERS = 240;
    private static final int REFERENCES = 10;
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private static final Pattern RPM_UPDATE = Pattern.compile("(?:AL|RL|RX)[SBE]A-.*");

    private OsvRecord() {}

    /**
     * @throws IllegalArgumentException saying what is wrong with the record
     */
    static AdvisoryChanged toEvent(JsonNode json, String feed) {
        var version = text(json, "schema_version");
        if (version != null && !version.startsWith("1.")) {
            throw new IllegalArgumentException(
                    "schema version '%s' is not supported, expected 1.x".formatted(version));
        }
        var modified = instant(json, "modified");
        return AdvisoryChanged.newBuilder()
                .setId(id(json))
                .setModified(modified == null ? Instant.EPOCH : modified)
                .setPublished(instant(json, "published"))
                .setWithdrawn(instant(json, "withdrawn"))
                .setAliases(texts(json.path("aliases")))
                .setUpstream(upstream(json))
                .setSummary(summary(json))
                .setSeverity(severity(json))
                .setAffected(
                        json.path("affected").values().stream()
                                .map(OsvRecord::affected)
                                .flatMap(Optional::stream)
                                .toList())
                .setReferences(
                        json.path("references").values().stream()
                                .map(reference -> text(reference, "url"))
                                .flatMap(Stream::ofNullable)
                                .limit(REFERENCES)
                                .toList())
                .setFeed(feed)
                .build();
    }

    /**
     * AlmaLinux, and Rocky Linux in its older records, name what an update mends as related. In
     * other records what is related says nothing (D26).
     */
    private static List<String> upstream(JsonNode json) {
        var upstream = texts(json.path("upstream"));
        if (!upstream.isEmpty() || !RPM_UPDATE.matcher(id(json)).matches()) {
            return upstream;
        }
        return texts(json.path("related")).stream().filter(id -> id.startsWith("CVE-")).toList();
    }

    private static String id(JsonNode json) {
        var id = text(json, "id");
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id '%s' is no identifier".formatted(id));
        }
        return id;
    }

    private static @Nullable String summary(JsonNode json) {
        var summary = text(json, "summary");
        var words = summary == null || summary.isBlank() ? text(json, "details") : summary;
        if (words == null || words.isBlank()) {
            return null;
        }
        var line = words.strip().lines().findFirst().orElse("");
        return line.length() <= SUMMARY_CHARACTERS
                ? line
                : line.substring(0, SUMMARY_CHARACTERS - 1).stripTrailing() + "…";
    }

    /** Empty for an entry that names no package, only commits. */
    private static Optional<Affected> affected(JsonNode json) {
        var ecosystem = text(json.path("package"), "ecosystem");
        var name = text(json.path("package"), "name");
        if (ecosystem == null || name == null) {
            return Optional.empty();
        }
        return Optional.of(
                Affected.newBuilder()
                        .setEcosystem(ecosystem)
                        .setPackage$(name)
                        .setVersions(texts(json.path("versions")))
                        .setRanges(
                                json.path("ranges").values().stream()
                                        .map(OsvRecord::range)
                                        .toList())
                        .setUrgency(urgency(json))
                        .setSeverity(severities(json.path("severity")))
                        .build());
    }

    private static AffectedRange range(JsonNode json) {
        var type = text(json, "type");
        if (type == null) {
            throw new IllegalArgumentException("a range has no type");
        }
        return new AffectedRange(
                type,
                json.path("events").values().stream()
                        .flatMap(event -> event.properties().stream())
                        .map(
                                event ->
                                        new RangeEvent(
                                                boundary(event.getKey()),
                                                event.getValue()
                                                        .stringValueOpt()
                                                        .orElseThrow(
                                                                () ->
                                                                        new IllegalArgumentException(
                                                                                "the event '%s' of a range has no version"
                                                                                        .formatted(
                                                                                                event
                                                                                                        .getKey())))))
                        .toList());
    }

    private static RangeBoundary boundary(String name) {
        return switch (name) {
            case "introduced" -> RangeBoundary.INTRODUCED;
            case "fixed" -> RangeBoundary.FIXED;
            case "last_affected" -> RangeBoundary.LAST_AFFECTED;
            case "limit" -> RangeBoundary.LIMIT;
            default ->
                    throw new IllegalArgumentException(
                            "a range has the unknown event '%s'".formatted(name));
        };
    }

    /** GitHub rates every advisory by a word, many by a word alone. */
    private static List<PublishedSeverity> severity(JsonNode json) {
        var severities = new ArrayList<>(severities(json.path("severity")));
        var word = text(json.path("database_specific"), "severity");
        if (word != null && id(json).startsWith("GHSA-")) {
            severities.add(new PublishedSeverity("GHSA", word));
        }
        return List.copyOf(severities);
    }

    /** RustSec says what is no vulnerability: "unmaintained", "notice". */
    private static @Nullable String urgency(JsonNode json) {
        var urgency = text(json.path("ecosystem_specific"), "urgency");
        return urgency == null ? text(json.path("database_specific"), "informational") : urgency;
    }

    private static List<PublishedSeverity> severities(JsonNode json) {
        return json.values().stream()
                .filter(severity -> severity.path("score").isString())
                .map(
                        severity ->
                                new PublishedSeverity(
                                        severity.path("type").asString(""),
                                        severity.path("score").stringValue()))
                .toList();
    }

    private static List<String> texts(JsonNode json) {
        return json.values().stream()
                .map(JsonNode::stringValueOpt)
                .flatMap(Optional::stream)
                .toList();
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).stringValueOpt().orElse(null);
    }

    /** As exact as events keep it, so that what was read equals what comes back. */
    private static @Nullable Instant instant(JsonNode json, String name) {
        var text = text(json, name);
        try {
            return text == null ? null : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("%s '%s' is no time".formatted(name, text), e);
        }
    }
}
