package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** An editor that knows the schema and the reader agree on what a rule is. */
class RuleSchemaTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(RuleReader.schema());

    private static final String END = ", reason: r, owner: o, until: 2026-04-01}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept: {images: team/web}",
                "accept: {images: [team/web, 'team/*:1.*'], layer: base, role: [build-tool,"
                        + " documentation]}",
                "accept: {images:"
                        + " 'team/web@sha256:0000000000000000000000000000000000000000000000000000000000000000'}",
                "accept: {images: '**', packages: openssl}",
                "accept: {vulnerabilities: [CVE-2026-1], kev: false}",
                "accept: {packages: [openssl], severity: [low, medium], fix: awaiting-upstream}",
                "accept: {packages: a}, while: {kev: false, epss-below: 0.1, fix-available: false}",
                "accept: {packages: a}, while: {epss-below: 1}",
                "accept: {packages: a}, when: 'score < 5.0', ticket: SEC-1",
                "accept: {packages: a}, decided: 2026-03-01, review: 2026-03-20",
                "accept: {images: team/web, checks: non-root}",
                "accept: {images: [team/web], checks: [non-root, healthcheck]}"
            })
    void bothTakeARule(String rule) {
        var yaml = "- {id: a-1/b_2.c, " + rule + END;

        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).as(yaml).isEmpty();
        assertThat(read(yaml)).as(yaml).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: a, never: {kev: true}, reason: r, owner: o}",
                "{id: a, never: {severity: critical}, when: 'epss > 0.5', reason: r, owner: o,"
                        + " review: 2026-04-01}",
                "{id: a, never: {checks: no-secrets}, reason: r, owner: o}",
                "{id: a, never: {images: '**', checks: [no-secrets]}, reason: r, owner: o}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: '2026-04-01T12:00:00Z'}"
            })
    void bothTakeOthers(String rule) {
        assertThat(SCHEMA.validate("- " + rule, InputFormat.YAML)).as(rule).isEmpty();
        assertThat(read("- " + rule)).as(rule).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "rule",
                "{id: a}",
                "{accept: {packages: a}, reason: r, owner: o, until: 2026-04-01}",
                "{id: 'file:a', accept: {packages: a}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a b, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01}",
                "{id: 7, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a}, reason: r, owner: o}",
                "{id: a, accept: {packages: a}, reason: ' ', owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a}, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a}, reason: r, until: 2026-04-01}",
                "{id: a, accept: {packages: a}, reason: r, owner: [o], until: 2026-04-01}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: tomorrow}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01, tiket: x}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01, review:"
                        + " soon}",
                "{id: a, accept: {packages: a}, never: {kev: true}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: packages, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: []}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: 7}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: 'lib*'}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {vulnerabilities: ['CVE-*']}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {severity: high}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {kev: false}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {images: '**'}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {images: '**:1.*'}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {images: [team/web, '*/*']}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {images: '**'}, when: 'true', reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {images: 'team/web@sha256:1'}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {images: 'team web'}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a, layer: bsae}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {packages: a, role: [x]}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a, severity: HIGH}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {packages: a, fix: none}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a, kev: 'no'}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {packages: a, package: b}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {checks: non-root}, reason: r, owner: o, until: 2026-04-01}",
                "{id: a, accept: {images: '**', checks: non-root}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {images: web, checks: 'Non Root'}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {images: web, checks: non-root, packages: a}, reason: r, owner: o,"
                        + " until: 2026-04-01}",
                "{id: a, accept: {images: web, checks: non-root}, while: {kev: false}, reason: r,"
                        + " owner: o, until: 2026-04-01}",
                "{id: a, accept: {images: web, checks: non-root}, when: kev, reason: r, owner: o,"
                        + " until: 2026-04-01}",
                "{id: a, accept: {packages: a}, while: kev, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {kev: 1}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {epss-below: 0}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {epss-below: 1.1}, reason: r, owner: o,"
                        + " until: 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {epss-below: '0.1'}, reason: r, owner: o,"
                        + " until: 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {fix-available: true}, reason: r, owner: o,"
                        + " until: 2026-04-01}",
                "{id: a, accept: {packages: a}, while: {cvss: 1}, reason: r, owner: o, until:"
                        + " 2026-04-01}",
                "{id: a, never: {}, reason: r, owner: o}",
                "{id: a, never: {kev: true}, until: 2026-04-01, reason: r, owner: o}",
                "{id: a, never: {kev: true}, while: {kev: true}, reason: r, owner: o}",
                "{id: a, never: {checks: no-secrets, kev: true}, reason: r, owner: o}"
            })
    void bothRefuse(String rule) {
        assertThat(SCHEMA.validate("- " + rule, InputFormat.YAML)).as(rule).isNotEmpty();
        assertThat(read("- " + rule)).as(rule).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-13-01}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2027-03-01}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01, review:"
                        + " 2026-04-02}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01, decided:"
                        + " 2026-03-11}",
                "{id: a, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01, when:"
                        + " 'severty == 1'}"
            })
    void onlyTheReaderKnowsTheTimeAndTheMeaning(String rule) {
        assertThat(SCHEMA.validate("- " + rule, InputFormat.YAML)).as(rule).isEmpty();
        assertThat(read("- " + rule)).as(rule).isNotNull();
    }

    @Test
    void theWordsAreThoseOfTheReader() {
        var definitions = new JsonMapper().readTree(RuleReader.schema()).path("$defs");

        RuleReader.words()
                .forEach(
                        (field, words) ->
                                assertThat(
                                                definitions
                                                        .path(field + "Word")
                                                        .path("enum")
                                                        .values()
                                                        .stream()
                                                        .map(word -> word.asString()))
                                        .as(field)
                                        .containsExactlyInAnyOrderElementsOf(words));
    }

    @Test
    void theVariablesOfConditionsAreInTheSchema() {
        var described =
                new JsonMapper()
                        .readTree(RuleReader.schema())
                        .at("/$defs/rule/properties/when/description")
                        .asString();

        assertThat(described).contains(String.join(", ", Condition.names().keySet()));
    }

    private static String read(String yaml) {
        return new RuleText(Duration.ofDays(90))
                .file(yaml, "r.yaml", "file", NOW)
                .getFirst()
                .rule()
                .getRefusal();
    }
}
