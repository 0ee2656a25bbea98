package dev.plimsoll.analysis.index;

import static dev.plimsoll.analysis.index.Words.word;

import dev.plimsoll.analysis.accept.WrittenRule;
import dev.plimsoll.event.DecisionLogged;
import dev.plimsoll.event.DecisionOutcome;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code decisions.logged} as documents: one for each decision, however often it was logged. */
final class DecisionDocuments implements Projection<DecisionLogged> {

    private final Indices indices;

    DecisionDocuments(Indices indices) {
        this.indices = indices;
    }

    @Override
    public List<Document> documents(DecisionLogged event, Ecs.Source source) {
        boolean done = event.getOutcome() == DecisionOutcome.DONE;
        var after = event.getAfter() instanceof RuleChanged rule ? rule : null;
        var document =
                new DecisionDocument(
                        event.getAt(),
                        Ecs.Version.CURRENT,
                        Ecs.Event.of("event", event.getId(), "plimsoll.decision")
                                .decided(done ? "success" : "failure", event.getRefusal()),
                        "%s %s %s: %s"
                                .formatted(
                                        event.getBy(),
                                        word(event.getAction()),
                                        event.getSubject(),
                                        word(event.getOutcome())),
                        new DecisionDocument.User(event.getBy(), event.getRoles()),
                        new DecisionDocument.Rule(event.getSubject()),
                        Ecs.Observer.PLIMSOLL,
                        new DecisionDocument.Own(
                                new DecisionDocument.Logged(
                                        word(event.getAction()),
                                        word(event.getOutcome()),
                                        event.getChannel(),
                                        event.getOrigin(),
                                        event.getWhy(),
                                        event.getRefusal(),
                                        both(event, DecisionDocuments::images),
                                        both(event, DecisionDocuments::vulnerabilities),
                                        both(event, DecisionDocuments::packages),
                                        after == null ? null : after.getOwner(),
                                        after == null ? null : after.getReview(),
                                        after == null ? null : after.getUntil(),
                                        written(event.getBefore()),
                                        written(event.getAfter())),
                                source));
        return List.of(new Document(indices.decisions(), event.getId(), document));
    }

    private static List<String> both(
            DecisionLogged event, Function<Object, List<String>> patterns) {
        return Stream.of(event.getBefore(), event.getAfter())
                .filter(Objects::nonNull)
                .flatMap(rule -> patterns.apply(rule).stream())
                .distinct()
                .toList();
    }

    private static List<String> images(Object event) {
        return switch (event) {
            case RuleChanged rule -> rule.getScope().getImages();
            case VexStated statement -> statement.getImages();
            default -> List.of();
        };
    }

    private static List<String> vulnerabilities(Object event) {
        return switch (event) {
            case RuleChanged rule -> rule.getScope().getVulnerabilities();
            case VexStated statement -> statement.getVulnerabilities();
            default -> List.of();
        };
    }

    private static List<String> packages(Object event) {
        return switch (event) {
            case RuleChanged rule -> rule.getScope().getPackages();
            case VexStated statement -> statement.getComponents();
            default -> List.of();
        };
    }

    private static @Nullable Map<String, Object> written(@Nullable Object event) {
        return switch (event) {
            case RuleChanged rule when rule.getState() == RuleState.REFUSED ->
                    refused(rule.getId(), rule.getRefusal());
            case RuleChanged rule -> with(WrittenRule.of(rule), "state", word(rule.getState()));
            case VexStated statement when statement.getState() == RuleState.REFUSED ->
                    refused(statement.getId(), statement.getRefusal());
            case VexStated statement -> statement(statement);
            case null, default -> null;
        };
    }

    private static Map<String, Object> statement(VexStated statement) {
        var written = new LinkedHashMap<String, Object>();
        written.put("id", statement.getId());
        written.put("vulnerabilities", statement.getVulnerabilities());
        written.put("images", statement.getImages());
        written.put("components", statement.getComponents());
        written.put("status", statement.getStatus().name().toLowerCase(Locale.ROOT));
        with(written, "justification", statement.getJustification());
        with(written, "statement", statement.getStatement());
        written.put("author", statement.getAuthor());
        return with(written, "state", word(statement.getState()));
    }

    private static Map<String, Object> refused(String id, @Nullable String refusal) {
        var written = new LinkedHashMap<String, Object>();
        written.put("id", id);
        written.put("state", word(RuleState.REFUSED));
        return with(written, "refusal", refusal);
    }

    private static Map<String, Object> with(
            Map<String, Object> written, String field, @Nullable Object value) {
        if (value != null) {
            written.put(field, value);
        }
        return written;
    }
}
