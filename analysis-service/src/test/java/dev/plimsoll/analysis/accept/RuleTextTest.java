package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleScope;
import dev.plimsoll.event.RuleState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTextTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final String COMPLETE =
            """
            - id: base-awaiting-upstream
              accept:
                images: ["registry.example.com/voice/agent"]
                layer: base
                severity: [high, medium]
                fix: awaiting-upstream
              while: {kev: false, epss-below: 0.1}
              reason: Packages of the upstream base image.
              owner: devops@example.com
              ticket: SEC-7
              decided: 2026-03-01
              review: 2026-04-01
              until: 2026-05-29
            """;

    @Test
    void readsEveryField() {
        var rules = read(COMPLETE);

        assertThat(rules)
                .containsExactly(
                        new RuleChanged(
                                "base-awaiting-upstream",
                                RuleState.ACTIVE,
                                RuleKind.ACCEPT,
                                new RuleScope(
                                        List.of("registry.example.com/voice/agent"),
                                        List.of("base"),
                                        List.of(),
                                        List.of("high", "medium"),
                                        List.of("not-fixed"),
                                        List.of(),
                                        List.of(),
                                        null,
                                        List.of()),
                                new RuleGuards(false, 0.1, null),
                                "Packages of the upstream base image.",
                                "devops@example.com",
                                "SEC-7",
                                LocalDate.parse("2026-03-01"),
                                LocalDate.parse("2026-04-01"),
                                Instant.parse("2026-05-30T00:00:00Z"),
                                null,
                                "file",
                                "rules.yaml",
                                NOW,
                                null,
                                1));
    }

    @Test
    void aNeverRuleNeedsNoEndAndMayBeBlanket() {
        var rules = read("- {id: kev, never: {kev: true}, reason: exploited, owner: security}");

        assertThat(rules.getFirst().getState()).isEqualTo(RuleState.ACTIVE);
        assertThat(rules.getFirst().getKind()).isEqualTo(RuleKind.NEVER);
        assertThat(rules.getFirst().getUntil()).isNull();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "missing owner    |  owner: devops@example.com | | 1 | field 'owner': is missing",
                "missing reason   |  reason: Packages of the upstream base image. | | 1 | field 'reason': is missing",
                "missing end      |  until: 2026-05-29 | | 1 | field 'until': is missing; no acceptance is for ever",
                "end too far      |  until: 2026-05-29 |  until: 2026-06-30 | 13 | field 'until': '2026-06-30' is more than 90 days after the decision",
                "no date          |  until: 2026-05-29 |  until: soon | 13 | field 'until': 'soon' is neither a date (2026-12-31) nor an instant (2026-12-31T12:00:00Z)",
                "future decision  |  decided: 2026-03-01 |  decided: 2026-03-11 | 11 | field 'decided': '2026-03-11' is in the future",
                "unknown field    |  ticket: SEC-7 |  tiket: SEC-7 | 10 | field 'tiket': is unknown; did you mean 'ticket'?; known are accept, decided, id, never, owner, reason, review, ticket, until, when, while",
                "unknown severity |severity: [high, medium] |severity: [hihg] | 5 | field 'accept.severity': 'hihg' is none of unknown, negligible, low, medium, high, critical; did you mean 'high'?",
                "blanket          |images: [\"registry.example.com/voice/agent\"] |images: [\"**\"] | 2 | field 'accept': is a blanket rule; name images, packages or vulnerabilities",
                "no image         |images: [\"registry.example.com/voice/agent\"] |images: [] | 3 | field 'accept.images': is an empty list",
                "bad guard        |epss-below: 0.1 |epss-below: 7 | 7 | field 'while.epss-below': '7' is no probability above 0 and up to 1"
            })
    void refusesAndNamesFileLineRuleAndField(
            String name, String from, String to, int line, String refusal) {
        var rules = read(COMPLETE.replace(from.strip(), to == null ? "" : to.strip()));

        assertThat(rules).hasSize(1);
        assertThat(rules.getFirst().getState()).isEqualTo(RuleState.REFUSED);
        assertThat(rules.getFirst().getRefusal())
                .isEqualTo(
                        "rules.yaml:%d: rule 'base-awaiting-upstream', %s"
                                .formatted(line, refusal));
    }

    @Test
    void aRuleThatIsBothAcceptAndNeverIsRefused() {
        var rules =
                read(
                        "- {id: both, accept: {packages: x}, never: {kev: true}, reason: r, owner: o, until: 2026-03-20}");

        assertThat(rules.getFirst().getRefusal())
                .isEqualTo(
                        "rules.yaml:1: rule 'both', field 'accept': a rule has either 'accept' or 'never', exactly one");
    }

    @Test
    void aBrokenRuleDoesNotTakeItsNeighboursAlong() {
        var rules = read(COMPLETE + "- id: broken\n");

        assertThat(rules)
                .extracting(RuleChanged::getId, RuleChanged::getState)
                .containsExactly(
                        tuple("base-awaiting-upstream", RuleState.ACTIVE),
                        tuple("broken", RuleState.REFUSED));
    }

    @Test
    void aFileThatIsNoListIsOneRefusedRule() {
        var rules = read("just a sentence");

        assertThat(rules).hasSize(1);
        assertThat(rules.getFirst().getId()).isEqualTo("file:rules.yaml");
        assertThat(rules.getFirst().getRefusal())
                .isEqualTo("rules.yaml:1: is not a list of rules; write '- id: …' entries");
    }

    @Test
    void anEntryThatIsNoYamlDoesNotTakeItsNeighboursAlong() {
        var rules = read("- {id: broken, accept: [unclosed\n" + COMPLETE + "- id: 'open\n");

        assertThat(rules)
                .extracting(RuleChanged::getId, RuleChanged::getState, RuleChanged::getLine)
                .containsExactly(
                        tuple("broken", RuleState.REFUSED, 1),
                        tuple("base-awaiting-upstream", RuleState.ACTIVE, 2),
                        tuple("open", RuleState.REFUSED, 15));
        assertThat(rules.getFirst().getRefusal())
                .startsWith("rules.yaml:")
                .contains(": rule 'broken': is not valid YAML: ");
    }

    @Test
    void anEmptyFileHasNoRules() {
        assertThat(read("# nothing decided yet\n")).isEmpty();
    }

    private static List<RuleChanged> read(String yaml) {
        return new RuleText(Duration.ofDays(90))
                .file(yaml, "rules.yaml", "file", NOW).stream().map(RuleText.Read::rule).toList();
    }
}
