package dev.plimsoll.analysis.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.analysis.accept.Verdict;
import dev.plimsoll.event.RuleChanged;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a set of rules says of one finding.
 *
 * @param state open, accepted or not-affected
 * @param rule the rule or statement that decides, or would if it still could
 * @param until when the acceptance ends
 * @param detail why it is open although a rule speaks of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Standing(
        String state, @Nullable String rule, @Nullable Instant until, @Nullable String detail) {

    static final String OPEN = "open";
    static final String ACCEPTED = "accepted";
    static final String NOT_AFFECTED = "not-affected";

    private static final String FORBIDDEN = "no rule may accept it: ";

    static Standing of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Open _ -> new Standing(OPEN, null, null, null);
            case Verdict.Forbidden(var rule) -> open(rule, FORBIDDEN + rule.getReason());
            case Verdict.NotAffected(var statement) ->
                    new Standing(NOT_AFFECTED, statement.getId(), null, null);
            case Verdict.Accepted(var rule) ->
                    new Standing(ACCEPTED, rule.getId(), rule.getUntil(), null);
            case Verdict.Lapsed(var rule) ->
                    open(rule, "its end has passed: %s".formatted(rule.getUntil()));
            case Verdict.GuardBroken(var rule, var guard) ->
                    open(rule, "guard broken, %s".formatted(guard));
        };
    }

    private static Standing open(RuleChanged rule, String detail) {
        return new Standing(OPEN, rule.getId(), null, detail);
    }

    boolean isOpen() {
        return state.equals(OPEN);
    }

    boolean isForbidden() {
        return detail != null && detail.startsWith(FORBIDDEN);
    }

    /** Another decision, not only another reason to be open. */
    boolean differsFrom(Standing other) {
        return !state.equals(other.state)
                || (!isOpen()
                        && !(Objects.equals(rule, other.rule)
                                && Objects.equals(until, other.until)));
    }
}
