package dev.plimsoll.analysis.decide;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decision as people write it into the log of a known-issues page, in Markdown. */
final class DecisionSentence {

    private DecisionSentence() {}

    /** {@code **2025-10-03**: Accepted `id` for … because …. (by anna)}. */
    static String of(DecisionLine decision) {
        var day = LocalDate.ofInstant(decision.at(), ZoneOffset.UTC);
        var reason = decision.why();
        return "**%s**: %s%s. (%s)"
                .formatted(
                        day,
                        decision.outcome().equals("refused")
                                ? "Refused: " + refused(decision)
                                : done(decision),
                        reason == null ? "" : " because " + plain(reason).replaceFirst("\\.$", ""),
                        plain(decision.by()));
    }

    private static String done(DecisionLine decision) {
        var id = "`%s`".formatted(decision.rule().replace('`', '\''));
        return switch (decision.action()) {
            case "create" -> verb(decision) + " " + id + scope(decision.after());
            case "change" -> "Changed " + id + scope(decision.after());
            case "renew" -> "Renewed " + id + scope(decision.after());
            case "revoke" -> "No longer accepted: " + id;
            case "hand-over" ->
                    "Handed over %s to %s".formatted(id, text(decision.after(), "owner"));
            case "remove" -> "Removed " + id;
            default -> decision.action() + " " + id;
        };
    }

    private static String verb(DecisionLine decision) {
        var after = Objects.requireNonNullElse(decision.after(), Map.<String, Object>of());
        return after.containsKey("status")
                ? "Stated " + text(after, "status").replace('_', ' ') + ":"
                : after.containsKey("never") ? "Forbade to accept" : "Accepted";
    }

    private static String refused(DecisionLine decision) {
        return "%s of `%s`, %s"
                .formatted(
                        decision.action().equals("unknown") ? "use" : decision.action(),
                        decision.rule().replace('`', '\''),
                        plain(String.valueOf(decision.refusal())).replaceFirst("\\.$", ""));
    }

    /** What it speaks of, who owns it, and until when. */
    private static String scope(@Nullable Map<String, Object> rule) {
        if (rule == null) {
            return "";
        }
        var scope = rule.getOrDefault("accept", rule.getOrDefault("never", Map.of()));
        var words =
                scope instanceof Map<?, ?> conditions
                        ? conditions.entrySet().stream()
                                .map(
                                        condition ->
                                                condition.getKey()
                                                        + " "
                                                        + value(condition.getValue()))
                                .collect(Collectors.joining(", "))
                        : "";
        return (words.isEmpty() ? "" : " for " + words)
                + (rule.containsKey("owner") ? ", owner " + text(rule, "owner") : "")
                + (rule.containsKey("until") ? ", until " + text(rule, "until") : "");
    }

    private static String value(Object value) {
        return value instanceof Collection<?> many
                ? many.stream()
                        .map(one -> plain(String.valueOf(one)))
                        .collect(Collectors.joining(" or "))
                : plain(String.valueOf(value));
    }

    private static String text(@Nullable Map<String, Object> rule, String field) {
        return rule == null ? "" : plain(String.valueOf(rule.getOrDefault(field, "")));
    }

    /** Somebody's words, which mean nothing to Markdown. */
    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("[\\\\`*_\\[\\]<>#|]", "\\\\$0");
    }
}
