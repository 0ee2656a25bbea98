package dev.plimsoll.analysis.review;

import dev.plimsoll.analysis.index.AcceptedByRule;
import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewItem;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.event.RuleChanged;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one owner has to be told.
 *
 * @param rules due first
 * @param repetition how often the pause between two summaries has passed
 */
record Summary(String owner, ReviewStage stage, List<Due> rules, long repetition) {

    /** A rule and the day until which somebody has to look at it. */
    record Due(RuleChanged rule, LocalDate review) {}

    Summary {
        rules = List.copyOf(rules);
    }

    /** The same, whoever makes it and whatever its rules accept by then. */
    String id() {
        var parts =
                Stream.concat(
                        Stream.of("review", owner, stage.name(), String.valueOf(repetition)),
                        rules.stream()
                                .map(due -> due.rule().getId() + " " + due.review())
                                .sorted());
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    parts.collect(Collectors.joining("\n"))
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    List<String> ruleIds() {
        return rules.stream().map(due -> due.rule().getId()).toList();
    }

    /**
     * @param accepted by rule; a rule that is not in it accepts nothing
     */
    ReviewDue event(Map<String, AcceptedByRule.Count> accepted, Instant now) {
        var items =
                rules.stream()
                        .map(
                                due ->
                                        item(
                                                due,
                                                accepted.getOrDefault(
                                                        due.rule().getId(),
                                                        AcceptedByRule.Count.NONE)))
                        .toList();
        return new ReviewDue(id(), owner, stage, items, now);
    }

    private static ReviewItem item(Due due, AcceptedByRule.Count accepted) {
        var rule = due.rule();
        return new ReviewItem(
                rule.getId(),
                rule.getReason(),
                rule.getTicket(),
                due.review(),
                rule.getUntil(),
                accepted.findings(),
                accepted.images());
    }
}
