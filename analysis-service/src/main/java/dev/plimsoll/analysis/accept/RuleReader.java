package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.stereotype.Component;

/** Reads rules by the same checks, wherever they come from: a folder, a file, the API. */
@Component
public final class RuleReader {

    private final RulesProperties properties;
    private final RuleText text;

    RuleReader(RulesProperties properties) {
        this.properties = properties;
        this.text = new RuleText(properties.longest());
    }

    /** The configured folder of rule files. */
    public Optional<Path> folder() {
        return Optional.ofNullable(properties.folder());
    }

    /** The longest time an acceptance may run from its decision. */
    public Duration longest() {
        return properties.longest();
    }

    /** How often the folder is looked at for changes. */
    public Duration reload() {
        return properties.reload();
    }

    /**
     * Every rule and VEX statement of the folder by id, active or refused.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    public Map<String, SpecificRecord> folder(Path folder, Instant now) throws IOException {
        return new RuleFolder(folder, text).read(now);
    }

    /**
     * Every rule of one file, active or refused.
     *
     * @param origin the file as people know it, for messages
     */
    public List<RuleChanged> file(String origin, String yaml, Instant now) {
        return text.file(yaml, origin, RuleFolder.BY, now).stream()
                .map(RuleText.Read::rule)
                .toList();
    }

    /**
     * One rule, written as an entry of a rule file, in JSON or YAML.
     *
     * @param id the name under which it was sent; if the rule names one too, they must agree
     * @throws RuleRefusedException if it says too little, too much or nothing that can be read
     */
    public RuleChanged rule(String id, String rule, String by, String origin, Instant now)
            throws RuleRefusedException {
        var read = text.one(id, rule, origin, by, now);
        if (read.isRefused()) {
            throw new RuleRefusedException(
                    read.problems(), String.valueOf(read.rule().getRefusal()));
        }
        return read.rule();
    }

    /** The words that the fields layer, role, severity and fix may hold. */
    public static Map<String, List<String>> words() {
        return Words.allowed();
    }

    /** What an editor needs to help: JSON Schema (2020-12) of a file of rules. */
    public static String schema() {
        try (var schema =
                Objects.requireNonNull(
                        RuleReader.class.getResourceAsStream("/acceptance-rules.schema.json"),
                        "the schema of rules is missing from the jar")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of rules cannot be read", e);
        }
    }
}
