package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.analysis.classify.ExploitationWords;
import dev.plimsoll.analysis.match.Advisories;
import dev.plimsoll.event.Decision;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.VexStated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Adds to a finding what changes without a scan: exploitation, and what the rules decide. */
final class Judge {

    /** How evidence begins that is no longer true when rules and statements have changed. */
    private static final String STATED = "VEX: ";

    private static final String FORBIDDEN = "never: ";

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
                                .setEvidence(
                                        ExploitationWords.in(
                                                finding.getEvidence(),
                                                exploitation.orElse(null),
                                                kevKnown))
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
        var stated = policy.statement(candidate);
        if (stated != null) {
            candidate = withEvidence(candidate, sentence(stated));
        }
        var verdict = policy.judge(candidate, now);
        return switch (verdict) {
            case Verdict.Open _ -> new Judged(candidate, verdict);
            case Verdict.Forbidden(var rule) ->
                    new Judged(
                            withEvidence(
                                    candidate,
                                    FORBIDDEN
                                            + "rule '%s' allows no decision that hides it, %s"
                                                    .formatted(rule.getId(), rule.getReason())),
                            verdict);
            case Verdict.NotAffected(var statement) ->
                    new Judged(notAffected(candidate, statement), verdict);
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

    private static Finding notAffected(Finding finding, VexStated statement) {
        var reason = statement.getStatement();
        return Finding.newBuilder(finding)
                .setDecision(Decision.NOT_AFFECTED)
                .setRule(statement.getId())
                .setJustification(statement.getJustification())
                .setDecisionReason(reason == null ? statement.getJustification() : reason)
                .setDecisionOwner(statement.getAuthor())
                .build();
    }

    private static String sentence(VexStated statement) {
        var words = new StringJoiner(", ");
        words.add(
                STATED
                        + "statement '%s' of %s"
                                .formatted(statement.getId(), statement.getAuthor()));
        words.add(statement.getStatus().name().toLowerCase(Locale.ROOT));
        if (statement.getJustification() != null) {
            words.add(statement.getJustification());
        }
        if (statement.getStatement() != null) {
            words.add(statement.getStatement());
        }
        return words.toString();
    }

    private static Finding withEvidence(Finding finding, String sentence) {
        var evidence = new ArrayList<>(finding.getEvidence());
        evidence.add(sentence);
        return Finding.newBuilder(finding).setEvidence(evidence).build();
    }

    private static boolean isSetAside(Finding finding) {
        return switch (finding.getDecision()) {
            case OPEN, ACCEPTED, NOT_AFFECTED -> false;
            case NOT_APPLICABLE, NEGLIGIBLE, UNDETERMINED -> true;
        };
    }

    private static Finding.Builder undecided(Finding.Builder finding) {
        return finding.setRule(null)
                .setDecisionReason(null)
                .setDecisionOwner(null)
                .setAcceptedUntil(null)
                .setReview(null)
                .setTicket(null)
                .setJustification(null)
                .setEvidence(
                        finding.getEvidence().stream()
                                .filter(line -> !line.startsWith(STATED))
                                .filter(line -> !line.startsWith(FORBIDDEN))
                                .toList());
    }

    private static Finding.Builder decided(
            Finding finding, RuleChanged rule, @Nullable String reason) {
        return Finding.newBuilder(finding)
                .setRule(rule.getId())
                .setDecisionReason(reason)
                .setDecisionOwner(rule.getOwner())
                .setAcceptedUntil(rule.getUntil())
                .setReview(rule.getReview())
                .setTicket(rule.getTicket());
    }
}
