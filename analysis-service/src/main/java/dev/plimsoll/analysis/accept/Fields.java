package dev.plimsoll.analysis.accept;

import dev.plimsoll.analysis.accept.Yaml.Broken;
import dev.plimsoll.analysis.accept.Yaml.Kind;
import dev.plimsoll.analysis.accept.Yaml.Mapping;
import dev.plimsoll.analysis.accept.Yaml.Node;
import dev.plimsoll.analysis.accept.Yaml.Scalar;
import dev.plimsoll.analysis.accept.Yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping of a rule. What is wrong with one is noted, so that whoever wrote the
 * rule reads everything at once; the value is null or empty then.
 */
final class Fields {

    /** Of a text that people read; of a word, a name or a pattern. */
    static final int LONGEST_TEXT = 4_000;

    static final int LONGEST_WORD = 512;

    private static final int MOST_WORDS = 1_000;

    /** Told one by one. */
    private static final int MOST_UNKNOWN = 20;

    private final Mapping mapping;
    private final String prefix;
    private final List<RuleProblem> problems;

    /**
     * @param prefix what a message puts before the name of a field, for example "accept."
     * @param known fields; others are noted
     */
    Fields(Mapping mapping, String prefix, Set<String> known, List<RuleProblem> problems) {
        this.mapping = mapping;
        this.prefix = prefix;
        this.problems = problems;
        for (var flaw : mapping.flaws()) {
            problems.add(RuleProblem.at(flaw.line(), prefix + flaw.field(), flaw.why()));
        }
        var unknown =
                mapping.fields().keySet().stream().filter(name -> !known.contains(name)).toList();
        for (var name : unknown.subList(0, Math.min(MOST_UNKNOWN, unknown.size()))) {
            wrong(
                    name,
                    "is unknown%s; known are %s"
                            .formatted(
                                    Words.nearMiss(name, known),
                                    String.join(", ", known.stream().sorted().toList())));
        }
        if (unknown.size() > MOST_UNKNOWN) {
            wrong(
                    unknown.get(MOST_UNKNOWN),
                    "and %d more are unknown".formatted(unknown.size() - MOST_UNKNOWN - 1));
        }
    }

    boolean has(String field) {
        return mapping.fields().containsKey(field);
    }

    void wrong(String field, String what) {
        problems.add(RuleProblem.at(line(field), prefix + field, what));
    }

    int line(String field) {
        var found = mapping.fields().get(field);
        return found == null ? mapping.line() : found.line();
    }

    @Nullable Mapping mapping(String field, String what) {
        var value = mapping.get(field);
        switch (value) {
            case null -> {}
            case Mapping found -> {
                return found;
            }
            case Broken(var why, var line) ->
                    problems.add(RuleProblem.at(line, prefix + field, why));
            case Scalar _, Sequence _ -> wrong(field, what);
        }
        return null;
    }

    String required(String field, int longest) {
        if (!has(field)) {
            wrong(field, "is missing");
            return "";
        }
        var text = text(field, longest);
        return text == null ? "" : text;
    }

    @Nullable String text(String field, int longest) {
        var value = mapping.get(field);
        return value == null ? null : text(value, field, longest, "must be a text");
    }

    /** A text, or a list of texts. */
    List<String> texts(String field) {
        return items(field).stream().map(Scalar::text).map(String::strip).toList();
    }

    /** Of a closed set, in its own spelling. */
    List<String> words(String field) {
        var allowed = Words.allowed().getOrDefault(field, List.of());
        var words = new ArrayList<String>();
        for (var item : items(field)) {
            var word = item.text().strip();
            if (allowed.contains(word)) {
                words.add(Words.canonical(field, word));
            } else {
                problems.add(
                        RuleProblem.at(
                                item.line(),
                                prefix + field,
                                "'%s' is none of %s%s"
                                        .formatted(
                                                Words.quoted(word),
                                                String.join(", ", allowed),
                                                Words.nearMiss(word, allowed))));
            }
        }
        return words.stream().distinct().toList();
    }

    @Nullable Boolean bool(String field) {
        var value = mapping.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Scalar(var text, var kind, _) && kind == Kind.BOOLEAN) {
            return Boolean.valueOf(text);
        }
        wrong(field, "must be true or false");
        return null;
    }

    @Nullable Double probability(String field) {
        var value = mapping.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Scalar(var text, var kind, _)) {
            var number = kind == Kind.NUMBER ? number(text) : null;
            if (number != null && number > 0 && number <= 1) {
                return number;
            }
            wrong(
                    field,
                    "'%s' is no probability above 0 and up to 1".formatted(Words.quoted(text)));
        } else {
            wrong(field, "must be a probability above 0 and up to 1");
        }
        return null;
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null; // YAML's octal, infinite and missing numbers are no probabilities
        }
    }

    private List<Scalar> items(String field) {
        var value = mapping.get(field);
        if (value == null) {
            return List.of();
        }
        var nodes = value instanceof Sequence(var items, _) ? items : List.of(value);
        if (nodes.isEmpty()) {
            wrong(field, "is an empty list");
        }
        if (nodes.size() > MOST_WORDS) {
            wrong(field, "lists more than %d".formatted(MOST_WORDS));
            return List.of();
        }
        var items = new ArrayList<Scalar>();
        for (var node : nodes) {
            var text = text(node, field, LONGEST_WORD, "must be a text or a list of texts");
            if (text != null) {
                items.add(new Scalar(text, Kind.TEXT, node.line()));
            }
        }
        return items;
    }

    private @Nullable String text(Node value, String field, int longest, String what) {
        var problem =
                switch (value) {
                    case Broken(var why, _) -> why;
                    case Mapping _, Sequence _ -> what;
                    case Scalar(var text, var kind, _) ->
                            kind != Kind.TEXT
                                    ? what
                                    : text.isBlank()
                                            ? "is empty"
                                            : text.length() > longest
                                                    ? "is longer than %d characters"
                                                            .formatted(longest)
                                                    : hasControl(text)
                                                            ? "holds a control character"
                                                            : null;
                };
        if (problem == null && value instanceof Scalar(var text, _, _)) {
            return text;
        }
        problems.add(RuleProblem.at(value.line(), prefix + field, String.valueOf(problem)));
        return null;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }
}
