package dev.plimsoll.analysis.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.analysis.accept.RuleRefusedException;
import dev.plimsoll.analysis.accept.TestReader;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FolderChangesTest {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @Test
    void newChangedAndGoneRulesAreWrittenAndEqualOnesLeftAlone() {
        var same = file("same", "r");
        var old = file("changed", "before");
        var gone = file("gone", "r");
        var held = held(same, old, gone);

        var changes =
                changes(
                        Map.of(
                                "same", at(file("same", "r"), LATER),
                                "changed", file("changed", "after"),
                                "new", file("new", "r")),
                        held,
                        null);

        assertThat(changes)
                .extracting(change -> Entry.id(change) + " " + Entry.state(change))
                .containsExactlyInAnyOrder("changed ACTIVE", "new ACTIVE", "gone REMOVED");
    }

    @Test
    void rulesOfTheApiAreNeitherRemovedNorOverwritten() {
        var ofApi = by(file("shared", "anna's"), "anna");
        var held = held(ofApi, by(file("other", "anna's"), "anna"));

        var changes = changes(Map.of("shared", file("shared", "of the file")), held, null);

        assertThat(changes).hasSize(1);
        var refused = (RuleChanged) changes.getFirst();
        assertThat(refused.getId()).isEqualTo("file:base.yaml#shared");
        assertThat(refused.getState()).isEqualTo(RuleState.REFUSED);
        assertThat(refused.getRefusal()).contains("base.yaml", "'shared'", "'anna'", "by the API");
    }

    @Test
    void theRuleOfTheFileComesInWhenThatOfTheApiIsRevoked() {
        var entry = file("shared", "of the file");
        var api = by(file("shared", "anna's"), "anna");
        var before = FolderChanges.of(Map.of("shared", entry), held(api), NOW);
        var refused = before.since(null, NOW).getFirst();
        var revoked = RuleChanged.newBuilder(api).setState(RuleState.REMOVED).build();

        var changes =
                FolderChanges.of(Map.of("shared", entry), held(revoked, refused), LATER)
                        .since(before.wanted(), LATER);

        assertThat(changes)
                .extracting(change -> Entry.id(change) + " " + Entry.state(change))
                .containsExactly("shared ACTIVE", "file:base.yaml#shared REMOVED");
    }

    @Test
    void anOlderCopyOfTheFolderDoesNotWriteBackWhatANewerOneChanged() {
        var old = file("rule", "old");
        var newer = held(file("rule", "new"), file("added", "r"));

        assertThat(changes(Map.of("rule", old), newer, Map.of("rule", old))).isEmpty();
        assertThat(changes(Map.of("rule", file("rule", "newest")), newer, Map.of("rule", old)))
                .hasSize(1);
    }

    @Test
    void whatIsWrittenOnceIsNotWrittenAgain() {
        var folder = Map.of("a", file("a", "r"));
        var first = FolderChanges.of(folder, Map.of(), NOW);
        var written = first.since(null, NOW);

        var second = FolderChanges.of(folder, held(written.getFirst()), LATER);

        assertThat(second.since(null, LATER)).isEmpty();
        assertThat(second.since(first.wanted(), LATER)).isEmpty();
    }

    private static List<SpecificRecord> changes(
            Map<String, RuleChanged> folder,
            Map<String, Held<SpecificRecord>> held,
            @Nullable Map<String, SpecificRecord> last) {
        return FolderChanges.of(folder, held, NOW).since(last, NOW);
    }

    private static Map<String, Held<SpecificRecord>> held(SpecificRecord... events) {
        var held = new HashMap<String, Held<SpecificRecord>>();
        for (int i = 0; i < events.length; i++) {
            held.put(Entry.id(events[i]), new Held<>(events[i], i));
        }
        return held;
    }

    static RuleChanged file(String id, String reason) {
        try {
            return TestReader.of(null)
                    .rule(
                            id,
                            """
                            {"accept": {"images": ["team/web"]}, "reason": "%s", "owner": "o",
                             "decided": "2026-11-01", "until": "2026-12-01"}
                            """
                                    .formatted(reason),
                            Actor.FILE,
                            "base.yaml",
                            NOW);
        } catch (RuleRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static RuleChanged by(RuleChanged rule, String name) {
        return RuleChanged.newBuilder(rule).setBy(name).build();
    }

    private static RuleChanged at(RuleChanged rule, Instant at) {
        return RuleChanged.newBuilder(rule).setAt(at).build();
    }
}
