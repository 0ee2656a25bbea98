package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir Path directory;

    @Test
    void oneIdInTwoFilesIsRefusedInBoth() throws IOException {
        write("a.yaml", rule("one", "known"));
        write("b.yml", rule("one", "known"));

        var rules = read(NOW);

        assertThat(((RuleChanged) rules.get("one")).getState()).isEqualTo(RuleState.REFUSED);
        assertThat(((RuleChanged) rules.get("one")).getRefusal())
                .isEqualTo(
                        "a.yaml:1: rule 'one', field 'id': is also in b.yml; an id is used once");
    }

    private Map<String, SpecificRecord> read(Instant now) throws IOException {
        return new RuleFolder(directory, new RuleText(Duration.ofDays(90))).read(now);
    }

    private void write(String file, String... rules) throws IOException {
        Files.writeString(directory.resolve(file), String.join("", rules));
    }

    private static String rule(String id, String reason) {
        return "- {id: %s, accept: {packages: tar}, reason: %s, owner: o, until: 2026-04-01}%n"
                .formatted(id, reason);
    }
}
