package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.event.Decision;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.LayerOrigin;
import dev.plimsoll.event.Presence;
import dev.plimsoll.event.Role;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptancePolicyTest {

    private static final Instant DECIDED = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-31T00:00:00Z");

    @Test
    void acceptsAFindingUntilTheRuleEnds() {
        var rule = accept("rule", "packages: openssl", "");
        var policy = AcceptancePolicy.of(List.of(rule), List.of());

        assertThat(policy.judge(finding().build(), END.minusNanos(1)))
                .isEqualTo(new Verdict.Accepted(rule));
        assertThat(policy.judge(finding().build(), END)).isEqualTo(new Verdict.Lapsed(rule));
        assertThat(policy.nextEnd(DECIDED)).contains(END);
        assertThat(policy.nextEnd(END)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "images: registry.example.com:5000/team/web | true",
                "images: team/web | true",
                "images: team/* | true",
                "images: '*' , packages: openssl | false",
                "images: '**/web:1.*' | true",
                "images: '**/web:2.*' | false",
                "images: team/web, severity: [low, high] | true",
                "images: team/web, severity: [low] | false",
                "images: team/web, layer: base | true",
                "images: team/web, layer: own | false",
                "images: team/web, role: [system-library] | true",
                "images: team/web, fix: awaiting-upstream | true",
                "images: team/web, fix: fixed | false",
                "packages: libssl3 | true",
                "packages: libssl | false",
                "vulnerabilities: cve-2026-0001 | true",
                "vulnerabilities: GHSA-aaaa-bbbb-cccc | true",
                "vulnerabilities: CVE-2026-0002 | false"
            })
    void aRuleSpeaksOfWhatItNames(String scope, boolean accepted) {
        var policy = AcceptancePolicy.of(List.of(accept("rule", scope, "")), List.of());

        var verdict = policy.judge(finding().build(), DECIDED);

        assertThat(verdict instanceof Verdict.Accepted).isEqualTo(accepted);
    }

    @Test
    void aGuardThatNoLongerHoldsReopens() {
        var rule = accept("rule", "packages: openssl", "while: {kev: false, epss-below: 0.1}");
        var policy = AcceptancePolicy.of(List.of(rule), List.of());

        assertThat(policy.judge(finding().setKev(false).setEpss(0.05).build(), DECIDED))
                .isEqualTo(new Verdict.Accepted(rule));
        assertThat(policy.judge(finding().setKev(true).setEpss(0.05).build(), DECIDED))
                .isEqualTo(
                        new Verdict.GuardBroken(
                                rule, "kev: CVE-2026-0001 is known to be exploited"));
        assertThat(policy.judge(finding().setKev(false).setEpss(0.1).build(), DECIDED))
                .isEqualTo(
                        new Verdict.GuardBroken(
                                rule,
                                "epss-below: CVE-2026-0001 has 0.100, the rule allows less than 0.1"));
    }

    @Test
    void aGuardThatCannotBeCheckedDoesNotHold() {
        var rule = accept("rule", "packages: openssl", "while: {kev: false}");
        var policy = AcceptancePolicy.of(List.of(rule), List.of());

        assertThat(policy.judge(finding().build(), DECIDED))
                .isEqualTo(
                        new Verdict.GuardBroken(
                                rule, "kev: no list of known exploited vulnerabilities is loaded"));
    }

    @Test
    void neverWinsOverAccept() {
        var never = read("- {id: z, never: {kev: true}, reason: exploited, owner: o}");
        var policy =
                AcceptancePolicy.of(
                        List.of(accept("a", "packages: openssl", ""), never), List.of());

        assertThat(policy.judge(finding().setKev(true).build(), DECIDED))
                .isEqualTo(new Verdict.Forbidden(never));
        assertThat(policy.judge(finding().setKev(false).build(), DECIDED))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aRefusedOrRemovedRuleAcceptsNothing() {
        var rule = accept("rule", "packages: openssl", "");
        var refused = RuleChanged.newBuilder(rule).setState(RuleState.REFUSED).build();
        var removed = RuleChanged.newBuilder(rule).setState(RuleState.REMOVED).build();

        assertThat(
                        AcceptancePolicy.of(List.of(refused), List.of())
                                .judge(finding().build(), DECIDED))
                .isEqualTo(new Verdict.Open());
        assertThat(
                        AcceptancePolicy.of(List.of(removed), List.of())
                                .judge(finding().build(), DECIDED))
                .isEqualTo(new Verdict.Open());
    }

    private static RuleChanged accept(String id, String scope, String guards) {
        var yaml =
                """
                - id: %s
                  accept: {%s}
                  %s
                  reason: known
                  owner: team@example.com
                  decided: 2026-03-01
                  until: 2026-03-30
                """
                        .formatted(id, scope, guards);
        var rule = read(yaml);
        assertThat(rule.getRefusal()).isNull();
        return rule;
    }

    private static RuleChanged read(String yaml) {
        return new RuleText(Duration.ofDays(90))
                .file(yaml, "r.yaml", "file", DECIDED)
                .getFirst()
                .rule();
    }

    private static Finding.Builder finding() {
        return Finding.newBuilder()
                .setId("0")
                .setTrackingId("0")
                .setImage(
                        new ImageRef(
                                "registry.example.com:5000",
                                "team/web",
                                "1.4.2",
                                "sha256:" + "0".repeat(64),
                                "linux/amd64",
                                "1.x"))
                .setVulnerability("CVE-2026-0001")
                .setAliases(List.of("GHSA-aaaa-bbbb-cccc"))
                .setEcosystem("Debian:12")
                .setPackage$("openssl")
                .setVersion("3.0.11-1")
                .setPackages(List.of("libssl3", "openssl"))
                .setFixState(FixState.NOT_FIXED)
                .setSeverity(Severity.HIGH)
                .setSeveritySource("nvd")
                .setLayer(LayerOrigin.BASE)
                .setRole(Role.SYSTEM_LIBRARY)
                .setPresence(Presence.PRESENT)
                .setDecision(Decision.OPEN)
                .setFirstSeen(DECIDED);
    }
}
