package dev.plimsoll.analysis.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.analysis.accept.WrittenRule;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the API shows it.
 *
 * @param rule what {@code PUT} takes; null if it was refused
 * @param version what {@code ETag} holds
 * @param origin the file, or the request that changed it last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RuleView(
        String id,
        String state,
        String version,
        @Nullable Map<String, Object> rule,
        @Nullable String refusal,
        String by,
        String origin,
        @Nullable Integer line,
        Instant at) {

    static RuleView of(Held<RuleChanged> held) {
        var rule = held.event();
        return new RuleView(
                rule.getId(),
                rule.getState().name().toLowerCase(Locale.ROOT),
                held.version(),
                rule.getState() == RuleState.REFUSED ? null : WrittenRule.of(rule),
                rule.getRefusal(),
                rule.getBy(),
                rule.getOrigin(),
                rule.getLine(),
                rule.getAt());
    }
}
