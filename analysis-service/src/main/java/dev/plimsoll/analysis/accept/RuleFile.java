package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.FixState;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads one file of acceptance rules: a YAML list. Every entry becomes a rule, active or refused
 * with the reason; none is dropped.
 */
final class RuleFile {

    /** How a rule file may call the fix state "no fix has been published yet". */
    private static final Map<String, String> FIX_SYNONYMS =
            Map.of("awaiting-upstream", Scope.word(FixState.NOT_FIXED));

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String origin;
    private final Instant now;
    private final Duration longest;

    private RuleFile(String origin, Instant now, Duration longest) {
        this.origin = origin;
        this.now = now;
        this.longest = longest;
    }

    /**
     * @param origin the file as people know it, for messages
     * @param longest the longest time an acceptance may run from its decision
     * @return one event for each entry; a file that is no YAML list gives one refused rule named
     *     after the file
     */
    static List<RuleChanged> read(String origin, String yaml, Instant now, Duration longest) {
        var file = new RuleFile(origin, now, longest);
        JsonNode entries;
        try {
            entries = YAML.readTree(yaml);
        } catch (JacksonException e) {
            return List.of(file.refused(fileId(origin), "is not valid YAML: " + firstLine(e)));
        }
        if (entries == null || entries.isMissingNode() || entries.isNull()) {
            return List.of();
        }
        if (!entries.isArray()) {
            return List.of(
                    file.refused(
                            fileId(origin), "is not a list of rules; write '- id: …' entries"));
        }
        var rules = new ArrayList<RuleChanged>();
        for (int i = 0; i < entries.size(); i++) {
            rules.add(file.rule(entries.get(i), i + 1));
        }
        return rules;
    }

    /** A file that could not be read at all. */
    static RuleChanged unreadable(String origin, Instant now, String why) {
        return new RuleFile(origin, now, Duration.ZERO).refused(fileId(origin), why);
    }

    private static String fileId(String origin) {
        return "file:" + origin;
    }

    private RuleChanged rule(JsonNode entry, int number) {
        var idNode = entry.get("id");
        boolean named = idNode != null && idNode.isString() && !idNode.asString().isBlank();
        var id = named ? idNode.asString() : "%s#%d".formatted(fileId(origin), number);
        try {
            if (!named) {
                throw new RuleRefusedException("id", "is missing");
            }
            return new RuleEntry(entry, now, longest).toRule(id, origin);
        } catch (RuleRefusedException e) {
            return refused(
                    id, "rule '%s', %s".formatted(named ? id : "#" + number, e.getMessage()));
        }
    }

    private RuleChanged refused(String id, String why) {
        return new RuleChanged(
                id,
                RuleState.REFUSED,
                RuleKind.ACCEPT,
                emptyScope(),
                new RuleGuards(null, null, null),
                "",
                "",
                null,
                null,
                null,
                null,
                "%s: %s".formatted(origin, why),
                "file",
                origin,
                now,
                null,
                null);
    }

    static RuleScope emptyScope() {
        return new RuleScope(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null,
                List.of());
    }

    /** The words of each closed set, as rules write them. */
    static List<String> allowed(String field) {
        return switch (field) {
            case "layer" -> words(LayerOrigin.values());
            case "role" -> words(Role.values());
            case "severity" -> words(Severity.values());
            case "fix" ->
                    Stream.concat(words(FixState.values()).stream(), FIX_SYNONYMS.keySet().stream())
                            .toList();
            default -> throw new IllegalArgumentException("'%s' has no words".formatted(field));
        };
    }

    static String canonical(String field, String word) {
        return field.equals("fix") ? FIX_SYNONYMS.getOrDefault(word, word) : word;
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.of(values).map(Scope::word).toList();
    }

    private static String firstLine(JacksonException e) {
        var location = e.getLocation();
        var line = location == null ? "" : " (line %d)".formatted(location.getLineNr());
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable") + line;
    }
}
