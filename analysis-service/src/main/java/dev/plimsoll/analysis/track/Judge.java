package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adds to a finding what changes without a scan: exploitation, and what the rules decide. */
final class Judge {

    private final Advisories advisories;
    private final AcceptancePolicy policy;
    private final Instant now;
    private final boolean kevKnown;

    Judge(Advisories advisories, AcceptancePolicy policy, Instant now) {
        this.advisories = advisories;
        this.policy = policy;
        this.now = now;
        this.kevKnown = advisories.feeds().stream().anyMatch(FeedLoaded::getKev);
    }

    /** Judges {@code finding}; its present decision only tells whether rules are asked at all. */
    Judged judge(Finding finding) {
        var exploitation = advisories.exploitation(finding.getVulnerability());
        var open =
                undecided(
                        Finding.newBuilder(finding)
                                .setKev(
                                        exploitation
                                                .map(ExploitationChanged::getKev)
                                                .filter(listed -> listed || kevKnown)
                                                .orElse(kevKnown ? Boolean.FALSE : null))
                                .setEpss(
                                        exploitation
                                                .map(ExploitationChanged::getEpss)
                                                .orElse(null)));
        if (isSetAside(finding)) {
            return new Judged(
                    open.setDecision(finding.getDecision())
                            .setDecisionReason(finding.getDecisionReason())
                            .build(),
                    new Verdict.Open());
        }
        var candidate = open.setDecision(Decision.OPEN).build();
        var verdict = policy.judge(candidate, now);
        return switch (verdict) {
            case Verdict.Open _ -> new Judged(candidate, verdict);
            case Verdict.Accepted(var rule) ->
                    new Judged(
                            decided(candidate, rule, rule.getReason())
                                    .setDecision(Decision.ACCEPTED)
                                    .build(),
                            verdict);
            case Verdict.Lapsed(var rule) ->
                    new Judged(decided(candidate, rule, ended(rule)).build(), verdict);
            case Verdict.GuardBroken(var rule, var guard) ->
                    new Judged(
                            decided(candidate, rule, "guard broken, %s".formatted(guard)).build(),
                            verdict);
        };
    }

    static String ended(RuleChanged rule) {
        return "rule '%s' ended at %s".formatted(rule.getId(), rule.getUntil());
    }

    private static boolean isSetAside(Finding finding) {
        return switch (finding.getDecision()) {
            case OPEN, ACCEPTED -> false;
            case NOT_AFFECTED, NOT_APPLICABLE, NEGLIGIBLE, UNDETERMINED -> true;
        };
    }

    private static Finding.Builder undecided(Finding.Builder finding) {
        return finding.setRule(null)
                .setDecisionReason(null)
                .setDecisionOwner(null)
                .setAcceptedUntil(null);
    }

    private static Finding.Builder decided(
            Finding finding, RuleChanged rule, @Nullable String reason) {
        return Finding.newBuilder(finding)
                .setRule(rule.getId())
                .setDecisionReason(reason)
                .setDecisionOwner(rule.getOwner())
                .setAcceptedUntil(rule.getUntil());
    }
}
