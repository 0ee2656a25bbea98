package dev.plimsoll.analysis.accept;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML as far as rules need it, and so JSON too, with the line of every piece. What is not read is
 * no syntax error: it stays in its place as {@link Broken}, so that its neighbours are read.
 *
 * <p>Not read: aliases (a few lines of them stand for gigabytes), tags, and what lies deeper than
 * any rule.
 */
final class Yaml {

    private static final int DEEPEST = 16;

    /** Beyond, the text is given up: what the parser needs grows with the square of the depth. */
    private static final int ABYSS = 100;

    /** The words of YAML 1.2 that are no texts. */
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");

    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** A number that is longer is a text: nobody has to take it for one. */
    private static final int LONGEST_NUMBER = 100;

    private final Iterator<Event> events;

    private final int firstLine;

    private Yaml(Iterator<Event> events, int firstLine) {
        this.events = events;
        this.firstLine = firstLine;
    }

    /** A piece of YAML, and the line it begins on, counting from 1. */
    sealed interface Node {
        int line();
    }

    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    record Scalar(String text, Kind kind, int line) implements Node {}

    record Sequence(List<Node> items, int line) implements Node {}

    /**
     * @param flaws keys that are given twice, or are no texts
     */
    record Mapping(Map<String, Field> fields, List<Flaw> flaws, int line) implements Node {
        @Nullable Node get(String field) {
            var found = fields.get(field);
            return found == null ? null : found.value();
        }
    }

    /** What could not be read, and why. */
    record Broken(String why, int line) implements Node {}

    /**
     * @param line of its name
     */
    record Field(Node value, int line) {}

    record Flaw(String field, String why, int line) {}

    /** The text is no YAML at all. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        SyntaxException(String message, int line) {
            super(message);
            this.line = line;
        }

        /** Counting from 1; 0 if it is not known. */
        int line() {
            return line;
        }
    }

    /**
     * @param firstLine the number of the text's first line, for messages
     * @return empty for a text of comments and blanks
     */
    static Optional<Node> parse(String text, int firstLine) throws SyntaxException {
        var settings =
                LoadSettings.builder()
                        .setCodePointLimit(Math.max(text.length(), 1))
                        .setUseMarks(true)
                        .build();
        try {
            return new Yaml(new Parse(settings).parseString(text).iterator(), firstLine).document();
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark().or(e::getContextMark);
            var problem = e.getProblem() == null ? e.getContext() : e.getProblem();
            throw new SyntaxException(
                    "is not valid YAML: " + Words.quoted(String.valueOf(problem)),
                    mark.map(found -> found.getLine() + firstLine).orElse(0));
        } catch (YamlEngineException e) {
            throw new SyntaxException(
                    "is not valid YAML: " + Words.quoted(String.valueOf(e.getMessage())), 0);
        }
    }

    private Optional<Node> document() throws SyntaxException {
        Node root = null;
        while (events.hasNext()) {
            var event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (root != null) {
                        throw new SyntaxException(
                                "holds a second document; write all rules in one", line(event));
                    }
                }
                case Scalar, SequenceStart, MappingStart, Alias -> root = node(event, 0);
                default -> {}
            }
        }
        return root instanceof Scalar(_, var kind, _) && kind == Kind.NULL
                ? Optional.empty()
                : Optional.ofNullable(root);
    }

    private Node node(Event event, int depth) throws SyntaxException {
        int line = line(event);
        if (depth > DEEPEST) {
            skip(event);
            return new Broken("is nested deeper than %d levels".formatted(DEEPEST), line);
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, line);
            case SequenceStartEvent start -> {
                var items = new ArrayList<Node>();
                for (var next = events.next(); !isEnd(next); next = events.next()) {
                    items.add(node(next, depth + 1));
                }
                yield start.getTag().isPresent() ? tagged(line) : new Sequence(items, line);
            }
            case MappingStartEvent start -> {
                var mapping = mapping(line, depth);
                yield start.getTag().isPresent() ? tagged(line) : mapping;
            }
            case AliasEvent _ ->
                    new Broken("is an alias (*…); anchors and aliases are not read", line);
            default -> throw new IllegalStateException("unexpected: " + event.getEventId());
        };
    }

    private Mapping mapping(int line, int depth) throws SyntaxException {
        var fields = new LinkedHashMap<String, Field>();
        var flaws = new ArrayList<Flaw>();
        for (var next = events.next(); !isEnd(next); next = events.next()) {
            var key = node(next, depth + 1);
            var value = node(events.next(), depth + 1);
            if (!(key instanceof Scalar(var name, _, _))) {
                flaws.add(new Flaw("?", "a field's name must be a text", key.line()));
                continue;
            }
            var first = fields.putIfAbsent(name, new Field(value, key.line()));
            if (first != null) {
                flaws.add(
                        new Flaw(
                                name,
                                "is given twice, first on line %d".formatted(first.line()),
                                key.line()));
            }
        }
        return new Mapping(fields, flaws, line);
    }

    private static Node scalar(ScalarEvent event, int line) {
        if (event.getTag().isPresent()) {
            return tagged(line);
        }
        var text = event.getValue();
        return new Scalar(text, event.isPlain() ? kind(text) : Kind.TEXT, line);
    }

    private static Kind kind(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return Kind.TEXT;
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Kind.BOOLEAN;
        }
        if (NULL.matcher(text).matches()) {
            return Kind.NULL;
        }
        return NUMBER.matcher(text).matches() ? Kind.NUMBER : Kind.TEXT;
    }

    private static Broken tagged(int line) {
        return new Broken("has a tag (!…); tags are not read", line);
    }

    private void skip(Event begun) throws SyntaxException {
        int open = isStart(begun) ? 1 : 0;
        while (open > 0) {
            var event = events.next();
            if (open > ABYSS) {
                throw new SyntaxException(
                        "is nested deeper than %d levels".formatted(ABYSS), line(event));
            }
            open += isStart(event) ? 1 : isEnd(event) ? -1 : 0;
        }
    }

    private static boolean isStart(Event event) {
        return event instanceof SequenceStartEvent || event instanceof MappingStartEvent;
    }

    private static boolean isEnd(Event event) {
        return switch (event.getEventId()) {
            case SequenceEnd, MappingEnd -> true;
            default -> false;
        };
    }

    private int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + firstLine).orElse(0);
    }
}
