package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.event.Finding;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "registry == 'r.example.com' && repository == 'team/web' | true",
                "tag.matches(r'^1\\.') | true",
                "vulnerability in ['CVE-2026-1'] | true",
                "aliases.exists(a, a.startsWith('GHSA')) | true",
                "packages.all(p, p.startsWith('lib')) | false",
                "severity == 'high' && fix == 'not-fixed' && layer == 'base' && role =="
                        + " 'system-library' | true",
                "score >= 7.5 | true",
                "score >= 8 | false",
                "kev | false",
                "epss < 0.1 | true",
                "package_name == 'openssl' && version == '3.0.11-1' | true"
            })
    void asksAboutTheFinding(String text, boolean answer) {
        assertThat(Condition.parse(text).ask(finding().build()))
                .isEqualTo(answer ? Condition.Answer.YES : Condition.Answer.NO);
    }

    @Test
    void whatIsNotKnownCannotBeTold() {
        var finding = finding().setEpss(null).setScore(null).build();

        assertThat(Condition.parse("epss < 0.1").ask(finding))
                .isInstanceOf(Condition.Answer.Failed.class);
        assertThat(Condition.parse("epss < 0.1 || severity == 'high'").ask(finding))
                .isEqualTo(Condition.Answer.YES);
        assertThat(Condition.parse("1 / (size(tag) - size(tag)) == 1").ask(finding))
                .isInstanceOf(Condition.Answer.Failed.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "severty == 'high' | did you mean 'severity'?",
                "severity == 7 | no matching overload",
                "severity | expected type 'bool'",
                "score > | is no condition in CEL",
                "finding.kev | known are aliases"
            })
    void refusesWhatIsNoConditionOnTheVariables(String text, String problem) {
        assertThatThrownBy(() -> Condition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void aLongOneIsRefused() {
        assertThatThrownBy(() -> Condition.parse("kev || " + "kev || ".repeat(200) + "kev"))
                .hasMessage("is longer than 1000 characters");
        assertThatThrownBy(() -> Condition.parse("(".repeat(400) + "kev" + ")".repeat(400)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Condition.parse("[".repeat(450) + "]".repeat(450) + " == []"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manySignsAreNoDepth() {
        assertThat(Condition.parse("!".repeat(900) + "kev").ask(finding().build()))
                .isEqualTo(Condition.Answer.NO);
    }

    /** Four loops in one another over 300 packages would be 8,100 million rounds. */
    @Test
    void loopsHaveABound() {
        var packages = IntStream.range(0, 300).mapToObj(i -> "p" + i).toList();
        var finding = finding().setPackages(packages).build();
        var condition =
                Condition.parse(
                        "packages.all(a, packages.all(b, packages.all(c, packages.all(d, a != b + c"
                                + " + d))))");

        var answer =
                org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> condition.ask(finding));

        assertThat(answer).isInstanceOf(Condition.Answer.Failed.class);
    }

    @Test
    void aPatternThatBacktracksElsewhereDoesNotHere() {
        var finding =
                finding().setPackages(Collections.nCopies(50, "a".repeat(5_000) + "b")).build();
        var condition = Condition.parse("packages.exists(p, p.matches('^(a+)+$'))");

        var answer =
                org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> condition.ask(finding));

        assertThat(answer).isEqualTo(Condition.Answer.NO);
    }

    private static Finding.Builder finding() {
        return PolicySamples.finding();
    }
}
