package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.FixState;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule as an entry of a rule file: what {@link RuleReader} would read the same rule from. */
public final class WrittenRule {

    private WrittenRule() {}

    /** In the order in which people write it; fields that say nothing are left out. */
    public static Map<String, Object> of(RuleChanged rule) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("id", rule.getId());
        entry.put(rule.getKind() == RuleKind.ACCEPT ? "accept" : "never", scope(rule));
        put(entry, "while", guards(rule));
        put(entry, "when", rule.getWhen());
        put(entry, "reason", rule.getReason());
        put(entry, "owner", rule.getOwner());
        put(entry, "ticket", rule.getTicket());
        put(entry, "decided", rule.getDecided());
        put(entry, "review", rule.getReview());
        if (rule.getUntil() != null) {
            entry.put("until", end(rule.getUntil()));
        }
        return entry;
    }

    private static Map<String, Object> scope(RuleChanged rule) {
        var scope = new LinkedHashMap<String, Object>();
        put(scope, "images", rule.getScope().getImages());
        put(scope, "layer", rule.getScope().getLayers());
        put(scope, "role", rule.getScope().getRoles());
        put(scope, "severity", rule.getScope().getSeverities());
        put(
                scope,
                "fix",
                rule.getScope().getFixStates().stream()
                        .map(
                                word ->
                                        word.equals(Words.word(FixState.NOT_FIXED))
                                                ? "awaiting-upstream"
                                                : word)
                        .toList());
        put(scope, "packages", rule.getScope().getPackages());
        put(scope, "vulnerabilities", rule.getScope().getVulnerabilities());
        put(scope, "kev", rule.getScope().getKev());
        put(scope, "checks", rule.getScope().getChecks());
        return scope;
    }

    private static Map<String, Object> guards(RuleChanged rule) {
        var guards = new LinkedHashMap<String, Object>();
        put(guards, "kev", rule.getGuards().getKev());
        put(guards, "epss-below", rule.getGuards().getEpssBelow());
        put(guards, "fix-available", rule.getGuards().getFixAvailable());
        return guards;
    }

    /** The last day on which it holds, or the instant at which it ends in the middle of one. */
    private static String end(Instant until) {
        var utc = until.atOffset(ZoneOffset.UTC);
        return utc.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? utc.toLocalDate().minusDays(1).toString()
                : until.toString();
    }

    private static void put(Map<String, Object> entry, String field, @Nullable Object value) {
        boolean says =
                switch (value) {
                    case null -> false;
                    case String text -> !text.isEmpty();
                    case List<?> list -> !list.isEmpty();
                    case Map<?, ?> map -> !map.isEmpty();
                    default -> true;
                };
        if (says && value != null) {
            entry.put(field, value instanceof LocalDate date ? date.toString() : value);
        }
    }
}
