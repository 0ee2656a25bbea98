package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @TempDir Path directory;

    @Test
    void onlyWhatChangedIsWritten() throws IOException {
        write("a.yaml", rule("one", "known"), rule("two", "known"));
        var before = read(NOW);
        write("a.yaml", rule("one", "known"), rule("two", "better known"), rule("three", "new"));

        var changes = RuleFolder.changes(before, read(LATER), LATER);

        assertThat(changes)
                .extracting(RuleChanged::getId, RuleChanged::getState, RuleChanged::getReason)
                .containsExactly(
                        tuple("two", RuleState.ACTIVE, "better known"),
                        tuple("three", RuleState.ACTIVE, "new"));
    }

    @Test
    void aRuleThatLeftTheFolderIsRemovedOnce() throws IOException {
        write("a.yaml", rule("one", "known"));
        var before = read(NOW);
        write("a.yaml");

        var changes = RuleFolder.changes(before, read(LATER), LATER);

        assertThat(changes)
                .extracting(RuleChanged::getId, RuleChanged::getState, RuleChanged::getAt)
                .containsExactly(tuple("one", RuleState.REMOVED, LATER));
        assertThat(RuleFolder.changes(Map.of("one", changes.getFirst()), read(LATER), LATER))
                .isEmpty();
    }

    @Test
    void oneIdInTwoFilesIsRefusedInBoth() throws IOException {
        write("a.yaml", rule("one", "known"));
        write("b.yml", rule("one", "known"));

        var rules = read(NOW);

        assertThat(rules.get("one").getState()).isEqualTo(RuleState.REFUSED);
        assertThat(rules.get("one").getRefusal())
                .isEqualTo("a.yaml: rule 'one', field 'id': is also in b.yml; an id is used once");
    }

    private Map<String, RuleChanged> read(Instant now) throws IOException {
        return new RuleFolder(directory, Duration.ofDays(90)).read(now);
    }

    private void write(String file, String... rules) throws IOException {
        Files.writeString(directory.resolve(file), String.join("", rules));
    }

    private static String rule(String id, String reason) {
        return "- {id: %s, accept: {packages: tar}, reason: %s, owner: o, until: 2026-04-01}%n"
                .formatted(id, reason);
    }
}
