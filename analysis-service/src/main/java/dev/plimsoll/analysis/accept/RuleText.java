package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads acceptance rules from YAML or JSON. Whatever is given becomes a rule, active or refused
 * with every reason; none is dropped, and nothing that is wrong with a text is an exception.
 */
final class RuleText {

    /** Rules are written by people. */
    static final int LARGEST = 1024 * 1024;

    private static final int MOST_RULES = 10_000;

    /** Of a rule in a file that is no YAML: where it begins, and its id for the message. */
    private static final Pattern ENTRY = Pattern.compile("(?m)^-[ \\t]");

    private static final Pattern ID_OF_BROKEN =
            Pattern.compile("\\bid:\\s*[\"']?([A-Za-z0-9][A-Za-z0-9._/-]{0,127})");

    private final Duration longest;

    /**
     * @param longest the longest time an acceptance may run from its decision
     */
    RuleText(Duration longest) {
        this.longest = longest;
    }

    /**
     * What became of one rule.
     *
     * @param problems empty if it is active
     */
    record Read(RuleChanged rule, List<RuleProblem> problems) {

        Read {
            problems = List.copyOf(problems);
        }

        boolean isRefused() {
            return rule.getState() == RuleState.REFUSED;
        }
    }

    /**
     * Reads one rule: a mapping.
     *
     * @param id its name; if the text names one too, they must agree
     * @param origin where it comes from, for messages
     * @param by who wrote it
     */
    Read one(String id, String text, String origin, String by, Instant now) {
        var source = new Source(origin, by, now);
        Optional<Yaml.Node> node;
        try {
            checkSize(text);
            node = Yaml.parse(text, 1);
        } catch (Yaml.SyntaxException e) {
            return source.unreadable(id, e);
        }
        if (node.isPresent() && node.get() instanceof Yaml.Mapping mapping) {
            return rule(new RuleEntry(mapping, id, now, longest), "", source, null);
        }
        return source.unreadable(
                id, new Yaml.SyntaxException("is not a rule; write what it accepts, and why", 0));
    }

    /**
     * Reads a file: a list of rules. A file that is no list gives one refused rule named after the
     * file.
     *
     * @param origin the file as people know it, for messages
     */
    List<Read> file(String text, String origin, String by, Instant now) {
        var source = new Source(origin, by, now);
        try {
            checkSize(text);
        } catch (Yaml.SyntaxException e) {
            return List.of(source.unreadable(source.fileId(), e));
        }
        Optional<Yaml.Node> root;
        try {
            root = Yaml.parse(text, 1);
        } catch (Yaml.SyntaxException e) {
            return oneByOne(text, source, e);
        }
        if (root.isEmpty()) {
            return List.of();
        }
        if (!(root.get() instanceof Yaml.Sequence(var items, _))) {
            return List.of(
                    source.unreadable(
                            source.fileId(),
                            new Yaml.SyntaxException(
                                    "is not a list of rules; write '- id: …' entries",
                                    root.get().line())));
        }
        if (items.size() > MOST_RULES) {
            return List.of(source.unreadable(source.fileId(), tooMany()));
        }
        var rules = new ArrayList<Read>();
        for (int i = 0; i < items.size(); i++) {
            rules.add(entry(items.get(i), i + 1, source));
        }
        return rules;
    }

    /** A file that could not be read at all. */
    static Read unreadable(String origin, Instant now, String why) {
        var source = new Source(origin, RuleFolder.BY, now);
        return source.unreadable(source.fileId(), new Yaml.SyntaxException(why, 0));
    }

    private static void checkSize(String text) throws Yaml.SyntaxException {
        if (text.length() > LARGEST) {
            throw new Yaml.SyntaxException("is larger than %d characters".formatted(LARGEST), 0);
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            int line = 1 + (int) text.substring(0, nul).chars().filter(c -> c == '\n').count();
            throw new Yaml.SyntaxException("holds a NUL character", line);
        }
    }

    private Read entry(Yaml.Node node, int number, Source source) {
        return switch (node) {
            case Yaml.Mapping mapping ->
                    rule(
                            new RuleEntry(mapping, null, source.now(), longest),
                            "#" + number,
                            source,
                            mapping.line());
            case Yaml.Broken(var why, var line) -> notARule(why, line, number, source);
            case Yaml.Scalar(_, _, var line) ->
                    notARule("is not a rule; write 'id: …'", line, number, source);
            case Yaml.Sequence(_, var line) ->
                    notARule("is not a rule; write 'id: …'", line, number, source);
        };
    }

    private static Read notARule(String why, int line, int number, Source source) {
        return source.refused(
                "%s#%d".formatted(source.fileId(), number),
                "rule '#%d'".formatted(number),
                List.of(new RuleProblem(line == 0 ? null : line, null, why)),
                line);
    }

    private static Read rule(
            RuleEntry entry, String number, Source source, @Nullable Integer line) {
        var named = entry.id();
        var id = named == null ? source.fileId() + number : named;
        var rule = entry.toRule(id, source.by(), source.origin(), line);
        return entry.problems().isEmpty()
                ? new Read(rule, List.of())
                : source.refused(
                        id,
                        "rule '%s'".formatted(named == null ? number : named),
                        entry.problems(),
                        line);
    }

    /**
     * A file that is no YAML, cut where its entries begin: one that is broken must not take the
     * others along.
     */
    private List<Read> oneByOne(String text, Source source, Yaml.SyntaxException whole) {
        var starts = ENTRY.matcher(text).results().map(match -> match.start()).toList();
        if (starts.isEmpty() || starts.size() > MOST_RULES) {
            return List.of(
                    source.unreadable(source.fileId(), starts.isEmpty() ? whole : tooMany()));
        }
        var rules = new ArrayList<Read>();
        int line = 1;
        int counted = 0;
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
            for (; counted < starts.get(i); counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            rules.add(alone(text.substring(starts.get(i), end), i + 1, line, source));
        }
        return rules;
    }

    private Read alone(String text, int number, int line, Source source) {
        try {
            var node = Yaml.parse(text, line);
            return node.isPresent()
                            && node.get() instanceof Yaml.Sequence(var items, _)
                            && items.size() == 1
                    ? entry(items.getFirst(), number, source)
                    : notARule("is not a rule; write 'id: …'", line, number, source);
        } catch (Yaml.SyntaxException e) {
            return broken(text, e, number, line, source);
        }
    }

    private static Yaml.SyntaxException tooMany() {
        return new Yaml.SyntaxException("holds more than %d rules".formatted(MOST_RULES), 0);
    }

    private static Read broken(
            String text, Yaml.SyntaxException problem, int number, int line, Source source) {
        var id = ID_OF_BROKEN.matcher(text);
        boolean named = id.find();
        int at = problem.line() == 0 ? line : problem.line();
        return source.refused(
                named ? id.group(1) : "%s#%d".formatted(source.fileId(), number),
                "rule '%s'".formatted(named ? id.group(1) : "#" + number),
                List.of(new RuleProblem(at, null, String.valueOf(problem.getMessage()))),
                line);
    }

    /** Where rules come from. */
    private record Source(String origin, String by, Instant now) {

        String fileId() {
            return "file:" + origin;
        }

        Read unreadable(String id, Yaml.SyntaxException e) {
            var problem =
                    new RuleProblem(
                            e.line() == 0 ? null : e.line(), null, String.valueOf(e.getMessage()));
            return refused(id, null, List.of(problem), null);
        }

        Read refused(
                String id,
                @Nullable String subject,
                List<RuleProblem> problems,
                @Nullable Integer line) {
            var rule =
                    new RuleChanged(
                            id,
                            RuleState.REFUSED,
                            RuleKind.ACCEPT,
                            RuleEntry.emptyScope(),
                            new RuleGuards(null, null, null),
                            "",
                            "",
                            null,
                            null,
                            null,
                            null,
                            RuleProblem.all(problems, origin, subject),
                            by,
                            origin,
                            now,
                            null,
                            line);
            return new Read(rule, problems);
        }
    }
}
