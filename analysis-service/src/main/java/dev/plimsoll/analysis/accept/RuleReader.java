package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads rules by the same checks, wherever they come from: a folder, a file, the API. */
@Component
public final class RuleReader {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final RulesProperties properties;

    RuleReader(RulesProperties properties) {
        this.properties = properties;
    }

    /** The configured folder of rule files. */
    public Optional<Path> folder() {
        return Optional.ofNullable(properties.folder());
    }

    /** How often the folder is looked at for changes. */
    public Duration reload() {
        return properties.reload();
    }

    /**
     * Every rule of the folder by id, active or refused.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    public Map<String, RuleChanged> folder(Path folder, Instant now) throws IOException {
        return new RuleFolder(folder, properties.longest()).read(now);
    }

    /**
     * Every rule of one file, active or refused.
     *
     * @param origin the file as people know it, for messages
     */
    public List<RuleChanged> file(String origin, String yaml, Instant now) {
        return RuleFile.read(origin, yaml, now, properties.longest());
    }

    /**
     * One rule, written as an entry of a rule file in JSON.
     *
     * @param id the name under which it was sent; if the rule names one too, they must agree
     * @throws RuleRefusedException if it says too little, too much or nothing that can be read
     */
    public RuleChanged rule(String id, String json, String by, String origin, Instant now)
            throws RuleRefusedException {
        var entry = entry(json);
        var own = entry.get("id");
        if (own != null && !(own.isString() && own.asString().equals(id))) {
            throw new RuleRefusedException(
                    "id", "'%s' is not the '%s' of the address".formatted(own.asString(""), id));
        }
        var rule = new RuleEntry(entry, now, properties.longest()).toRule(id, origin);
        return RuleChanged.newBuilder(rule).setBy(by).build();
    }

    private static JsonNode entry(String json) throws RuleRefusedException {
        JsonNode entry;
        try {
            entry = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new RuleRefusedException(
                    "", "the body is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!entry.isObject()) {
            throw new RuleRefusedException("", "the body must be a rule, as a JSON object");
        }
        return entry;
    }
}
