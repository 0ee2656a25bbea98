package dev.plimsoll.analysis.decide;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.analysis.index.DecisionDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the API shows it.
 *
 * @param rule id of the rule or statement; "request" for a request that was not let in
 * @param before the rule as it would stand in a file
 * @param after likewise; of a refused decision, what was wanted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionLine(
        String id,
        Instant at,
        String by,
        List<String> roles,
        String channel,
        String origin,
        String action,
        String outcome,
        String rule,
        @Nullable String why,
        @Nullable String refusal,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after) {

    static DecisionLine of(DecisionDocument document) {
        var logged = document.plimsoll().logged();
        return new DecisionLine(
                document.event().id(),
                document.timestamp(),
                document.user().name(),
                document.user().roles(),
                logged.channel(),
                logged.origin(),
                logged.action(),
                logged.outcome(),
                document.rule().id(),
                logged.why(),
                logged.refusal(),
                logged.before(),
                logged.after());
    }
}
